"""Values and errors as JSON for the engine's database: known models only, never a secret, never foreign words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import ekakushin.flows.errors
from ekakushin.automation.engine.orders import Ending, Order, Stepped, Trouble
from ekakushin.flows.errors import Explained, FlowError, UnderWay
from ekakushin.flows.models import Noun

_NOUNS: dict[str, type[Noun]] = {each.__name__: each for each in (Order, Stepped, Ending)}
_ERRORS: dict[str, type[Explained]] = {
    name: kind
    for name, kind in vars(ekakushin.flows.errors).items()
    if isinstance(kind, type) and issubclass(kind, Explained)
}
BUG = "TOOL-002"
_SEVERAL_TRIES = (
    "DBOSMaxStepRetriesExceeded"  # by its name: the engine is not imported to read what it has kept
)


def line_of(data: Any) -> str:
    """One line of JSON. Raises TypeError for anything that is not known here."""
    return json.dumps(data, default=_pack, ensure_ascii=False)


def read(line: str) -> Any:
    """What `line_of` was given; errors come back as errors of the same class."""
    return json.loads(line, object_hook=_unpack)


def _pack(value: Any) -> Any:
    if isinstance(value, Noun) and type(value).__name__ in _NOUNS:
        return {"noun": type(value).__name__, "value": value.model_dump(mode="json")}
    if isinstance(value, BaseException):
        return {"error": trouble_of(value).model_dump(), **_evidence(value)}
    # The type alone: the value might be a secret.
    raise TypeError(f"not for the database: {type(value).__name__}")


def _unpack(packed: dict[str, Any]) -> Any:
    if packed.keys() == {"noun", "value"}:
        return _NOUNS[packed["noun"]].model_validate(packed["value"])
    if isinstance(packed.get("error"), dict):  # a value of an error may bear that name too, but is a text
        error = error_of(Trouble.model_validate(packed["error"]))
        if isinstance(error, FlowError):
            error.evidence = tuple(packed.get("evidence", ()))
        return error
    return packed


def _evidence(error: BaseException) -> dict[str, Any]:
    error = last_of(error)
    return {"evidence": error.evidence} if isinstance(error, FlowError) else {}


def last_of(error: BaseException) -> BaseException:
    """The error itself; of a step that was tried several times, the last one."""
    tries: list[BaseException] = getattr(error, "errors", [])
    return tries[-1] if type(error).__name__ == _SEVERAL_TRIES and tries else error


def trouble_of(error: BaseException) -> Trouble:
    """What may be kept of an error. Of one that is not ours, only its type: its words might hold anything."""
    error = last_of(error)
    if not isinstance(error, Explained):
        return Trouble(code=BUG, kind="Explained", values={"detail": type(error).__name__})
    from ekakushin.flows.redaction import without_known

    values = {name: without_known(str(value)) for name, value in error.values.items()}
    if isinstance(error, UnderWay):
        values["wait"] = str(error.wait)
    words = without_known(error.site_words) if isinstance(error, FlowError) else ""
    return Trouble(code=error.code, kind=_known_kind(error), values=values, site_words=words)


def _known_kind(error: Explained) -> str:
    """Its class, or the nearest above it that can be found again: a step may have one of its own."""
    return next(each.__name__ for each in type(error).__mro__ if _ERRORS.get(each.__name__) is each)


def error_of(trouble: Trouble) -> Explained:
    """The error again; one whose class is not known any more becomes a plain Explained."""
    kind = _ERRORS.get(trouble.kind, Explained)
    values: Mapping[str, Any] = dict(trouble.values)
    if issubclass(kind, UnderWay):
        return kind(trouble.code, **{**values, "wait": float(values["wait"])})
    if issubclass(kind, FlowError):
        return kind(trouble.code, site_words=trouble.site_words, **values)
    return kind(trouble.code, **values)
