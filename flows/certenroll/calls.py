"""The calls of the page's objects to Python: answers each by its name."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Literal

from pydantic import Field

from ekakushin.flows.certenroll import extensions, limits, names, objectids, providers
from ekakushin.flows.certenroll.cmc import cmc_request
from ekakushin.flows.certenroll.encoding import from_text, to_text
from ekakushin.flows.certenroll.keys import (
    KeyOrder,
    KeyPlan,
    PrivateKey,
    fingerprint,
    fits,
    key_pem,
    load_key,
    make_key,
    plan_key,
    public_bytes,
)
from ekakushin.flows.certenroll.readings import read_public_key, read_request
from ekakushin.flows.certenroll.requests import EMPTY_NAME, certificate_request, choose_hash, key_identifier
from ekakushin.flows.certenroll.responses import (
    authorities_among,
    authorities_in,
    certificates_in,
    own_certificate,
    take_in,
)
from ekakushin.flows.certenroll.vbscript import interpreter
from ekakushin.flows.certenroll.windows import (
    CRYPT_E_ASN1_BADTAG,
    E_ACCESSDENIED,
    NTE_BAD_KEYSET,
    NTE_EXISTS,
    EnrollmentFailure,
)
from ekakushin.flows.keeping import CertificateStore
from ekakushin.flows.models import ClientCertificate, Noun
from ekakushin.flows.secret import Secret

_ALLOWED_RESTRICTIONS = (0, 4)  # S: what a page on the web may say; the others are refused by Windows

CallAnswer = dict[str, Any]


class CertificateRequest(Noun):
    """A request that was handed to a page. `key_fingerprint` is the SHA-256 of the public key.

    `length` is bits; `asked_length` what the page asked for, or its provider's default: a short one is raised.
    """

    key_fingerprint: str
    subject: str
    algorithm: str
    length: int
    asked_length: int
    hash_oid: str
    provider: str


class ScriptFailure(Noun):
    """Where a page's VBScript ended early: its line and the line's text, with the contents of strings left out.

    `reason` is syntax (it cannot be read), error (`number` and `words` are VBScript's own), endless, unsupported, or
    forbidden (the page lets no script be compiled).
    """

    reason: Literal["syntax", "error", "endless", "unsupported", "forbidden"]
    number: int
    line: int
    text: str = Field(max_length=80)
    words: str = Field(max_length=80)

    @property
    def place(self) -> str:
        """The line with its text, and what VBScript says of it, for people and developers."""
        said = self.words or self.reason
        return f"{self.line}: {self.text} … {said} ({self.number})" if self.line else said


class Calls:
    """The calls of one person's pages. They block: run them off the event loop, one at a time.

    A page that asks for a key like one that it has gets the same again, and after `press` there is one for everything
    it asks. `unsent` are keys of earlier visits that were never used. A refusal is an EnrollmentFailure; what the
    store raises passes through.
    """

    def __init__(self, *, user_id: str, store: CertificateStore, unsent: Sequence[Secret] = ()) -> None:
        self._user_id = user_id
        self._store = store
        self._keys: dict[str, tuple[PrivateKey, KeyPlan]] = {}
        self._unsent = unsent
        self._made = 0
        self._pressed = False
        self._issued_with = ""
        self._containers: dict[str, str] = {}
        self.requests: list[CertificateRequest] = []
        self.installed: ClientCertificate | None = None
        self.authorities: list[bytes] = []
        self.script_failures: list[ScriptFailure] = []
        self._known: dict[str, Callable[..., CallAnswer]] = {
            "fail": self._fail,
            "exceed": self._exceed,
            "providers": lambda: {"items": providers.describe_all()},
            "provider": lambda name: {"item": providers.describe_named(name)},
            "read_public_key": lambda data: read_public_key(_decode(data)),
            "read_request": lambda text, encoding: read_request(from_text(text, encoding)[0]),
            "create_key": self._create_key,
            "open_key": self._open_key,
            "containers": lambda: {"names": list(self._containers)},
            "encode_name": _encode_name,
            "decode_name": _decode_name,
            "object_id": _object_id,
            "extension": _extension,
            "read_extension": _read_extension,
            "name_value": lambda name, value: {"value": _encode(extensions.name_value(name, value))},
            "wrap_request": self._wrap_request,
            "create_request": self._create_request,
            "text": lambda data, encoding: {"text": to_text(_decode(data), encoding)},
            "bytes": lambda text, encoding: {"data": _encode(from_text(text, encoding)[0])},
            "install": self._install,
            "install_chain": self._install_chain,
            "own_certificate": self._own_certificate,
            "vbscript": lambda: {"source": interpreter()},
            "script_failure": self._note_script_failure,
        }

    def press(self) -> None:
        """発行 is pressed now: the first key that the page asks for from here on is its only one."""
        self._pressed = True

    def answer(self, call: str, arguments: dict[str, Any]) -> CallAnswer:
        """What the named call answers. Raises EnrollmentFailure, or whatever went wrong underneath."""
        return self._known[call](**arguments)

    def _fail(self, number: int) -> CallAnswer:
        raise EnrollmentFailure(number & 0xFFFF_FFFF)

    def _exceed(self, limit: str) -> CallAnswer:
        raise limits.exceed(limit)

    def _note_script_failure(self, **facts: Any) -> CallAnswer:
        self.script_failures.append(ScriptFailure(**facts))
        return {}

    def _create_key(self, container: str, prefix: str = "", **order: Any) -> CallAnswer:
        plan = plan_key(KeyOrder(**order))
        if container in self._containers:
            raise EnrollmentFailure(NTE_EXISTS)
        name = self._issued_with or self._key_like(plan) or self._make_key(plan)
        if self._pressed:
            self._issued_with = name
        container = container or f"{prefix}{uuid.uuid4()}"
        self._containers[container] = name
        return self._describe_key(container)

    def _key_like(self, plan: KeyPlan) -> str:
        """A key of this plan that was made before, here or for a 発行 that was never sent; "" if there is none."""
        for name, (_, known) in self._keys.items():
            if plan.is_like(known):
                return name
        for pem in self._unsent:
            key = load_key(pem)
            if fits(key, plan):
                return self._remember(key, plan)
        return ""

    def _make_key(self, plan: KeyPlan) -> str:
        self._must_be_within_limits(plan)
        key = make_key(plan)
        self._made += 1
        self._store.keep_key(self._user_id, key_pem(key))  # first of all: it cannot be made again
        return self._remember(key, plan)

    def _must_be_within_limits(self, plan: KeyPlan) -> None:
        asked = {"keys": self._made + 1, "unsent_keys": len(self._unsent) + 1, "key_bits": plan.length}
        for limit, number in asked.items():
            if number > limits.NAMES[limit]:
                raise limits.exceed(limit)

    def _remember(self, key: PrivateKey, plan: KeyPlan) -> str:
        name = fingerprint(public_bytes(key.public_key()))
        self._keys[name] = (key, plan)
        return name

    def _open_key(self, container: str) -> CallAnswer:
        if container not in self._containers:
            raise EnrollmentFailure(NTE_BAD_KEYSET)
        return self._describe_key(container)

    def _describe_key(self, container: str) -> CallAnswer:
        name = self._containers[container]
        key, plan = self._keys[name]
        return {
            "fingerprint": name,
            "container": container,
            "public_key": _encode(public_bytes(key.public_key())),
            "plan": plan.model_dump(),
        }

    def _create_request(self, key: str, **wishes: Any) -> CallAnswer:
        private_key, plan = self._keys[key]
        subject = _decode(wishes["subject"]) or EMPTY_NAME
        hash_oid = choose_hash(wishes["hash"])
        defaults = [] if wishes["suppress_defaults"] else [key_identifier(private_key)]
        der = certificate_request(
            private_key,
            subject=subject,
            hash_oid=hash_oid,
            extensions=[*defaults, *map(_extension_from, wishes["extensions"])],
            attributes=[(each["oid"], _decode(each["value"])) for each in wishes["attributes"]],
        )
        made = CertificateRequest(
            key_fingerprint=key,
            subject=names.decode_name(subject),
            algorithm=plan.algorithm,
            length=plan.length,
            asked_length=plan.asked,
            hash_oid=hash_oid,
            provider=plan.provider,
        )
        self.requests.append(made)
        return {"data": _encode(der)}

    def _install(self, restrictions: int, response: str, encoding: int) -> CallAnswer:
        if restrictions not in _ALLOWED_RESTRICTIONS:
            raise EnrollmentFailure(E_ACCESSDENIED)
        if restrictions and (authorities := authorities_in(response, encoding)):
            self.authorities.extend(authorities)
            return {"certificate": _encode(from_text(response, encoding)[0])}
        certificate = take_in(response, user_id=self._user_id, store=self._store, encoding=encoding)
        return self._take(certificate)

    def _take(self, certificate: ClientCertificate) -> CallAnswer:
        self.installed = certificate
        chain = self._store.identity(certificate).certificate_pem.decode("ascii")
        return {"certificate": _encode(from_text(chain)[0])}

    def _install_chain(self, response: str) -> CallAnswer:
        """XEnroll's InstallPKCS7: authorities are noted, the person's own certificate is kept if it is among them."""
        found = certificates_in(response)
        self.authorities.extend(authorities_among(found))
        with suppress(EnrollmentFailure):
            self._take(take_in(response, user_id=self._user_id, store=self._store))
        return {"count": len(found)}

    def _own_certificate(self, response: str) -> CallAnswer:
        found = own_certificate(response, user_id=self._user_id, store=self._store)
        return {"certificate": _encode(found)}

    def _wrap_request(self, key: str, request: str, hash: str) -> CallAnswer:
        """The full CMC request around a PKCS#10 one, signed by the same key."""
        return {"data": _encode(cmc_request(self._keys[key][0], _decode(request), hash))}


def _encode_name(text: str, flags: int) -> CallAnswer:
    der = names.encode_name(text, flags)
    return {"data": _encode(der), "name": names.decode_name(der, flags)}


def _decode_name(text: str, encoding: int, flags: int) -> CallAnswer:
    der = from_text(text, encoding)[0]
    return {"data": _encode(der), "name": names.decode_name(der, flags)}


def _object_id(how: str, value: Any) -> CallAnswer:
    ways: dict[str, Callable[[Any], objectids.KnownObjectId]] = {
        "value": objectids.by_value,
        "number": objectids.by_number,
        "name": objectids.by_name,
    }
    found = ways[how](value)
    return {"Name": found.number, "Value": found.dotted, "FriendlyName": found.name}


def _extension(kind: str, arguments: list[Any]) -> CallAnswer:
    if kind == "SubjectKeyIdentifier":
        made = extensions.subject_key_identifier(from_text(arguments[1], arguments[0])[0])
    else:
        made = extensions.make_extension(kind, arguments)
    return {"oid": made.oid, "critical": made.critical, "value": _encode(made.value)}


def _read_extension(kind: str, data: str) -> CallAnswer:
    return extensions.read_extension(kind, _decode(data))


def _extension_from(asked: dict[str, Any]) -> extensions.Extension:
    return extensions.Extension(asked["oid"], asked["critical"], _decode(asked["value"]))


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise EnrollmentFailure(CRYPT_E_ASN1_BADTAG) from error
