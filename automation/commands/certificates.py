"""What `cert` and `status --expiring` do with the certificates that are kept here."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from ekakushin.automation.certificates import expiry, listing
from ekakushin.automation.certificates.calendar import write_calendar
from ekakushin.automation.certificates.exporting import SHORTEST_PASSWORD, NoteExport, export_identity
from ekakushin.automation.certificates.listing import CertificateVersion
from ekakushin.automation.certificates.stores import InstalledBook
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.guide.card import tell_error
from ekakushin.automation.office import Office
from ekakushin.automation.state.alone import alone_with
from ekakushin.automation.terminal.asking import ask_secret
from ekakushin.automation.terminal.console import open_console
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Explained, FlowError, NeedsPerson, Refused
from ekakushin.flows.models import ClientCertificate, Identity
from ekakushin.flows.rules import state_of, to_use
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.login import log_out_after
from ekakushin.flows.steps.renew import find_renewal
from ekakushin.flows.text import say

_SHORTEST_PREFIX = 4  # digits of a serial number by which a certificate may be named


def list_certificates(office: Office, *, ics: Path | None, as_json_only: bool) -> ExitCode:
    """Print every certificate, and write the dates of those in use to a calendar where that is wanted."""
    now = datetime.now(UTC)
    versions, troubles = _versions(office, now)
    if as_json_only:
        shown = [listing.as_json(each) for each in versions]
        print(json.dumps({"certificates": shown, "unreadable": _trouble_rows(troubles)}, ensure_ascii=False))
    elif versions:
        open_console(highlight=False).print(listing.CertificateTable(versions), crop=False)
    else:
        print(say("cert.nothing"))
    return _finish(troubles, versions, now, ics)


def show_expiring(office: Office, within: str, *, ics: Path | None, as_json_only: bool) -> ExitCode:
    """Print whose certificate ends within this time; exit code 1 if somebody's does, or cannot be read.

    The calendar gets everybody's date.
    """
    span, now = _span(within), datetime.now(UTC)
    versions, troubles = _versions(office, now)
    found = expiry.within(expiry.expiries(versions, now), span, now)
    if as_json_only:
        people = [expiry.as_json(each) for each in found]
        told = {"within_days": span.days, "people": people, "unreadable": _trouble_rows(troubles)}
        print(json.dumps(told, ensure_ascii=False))
    elif found:
        open_console(highlight=False).print(expiry.ExpiryTable(found))
    else:
        print(say("cert.none_expiring", days=span.days))
    code = _finish(troubles, versions, now, ics)
    return ExitCode.NOT_ALL if found else code


def _span(within: str) -> timedelta:
    try:
        return expiry.period(within)
    except ValueError:
        raise typer.BadParameter("60d, 8w", param_hint="--expiring") from None


def _versions(office: Office, now: datetime) -> tuple[list[CertificateVersion], dict[str, Explained]]:
    people = [(each.user_id, each.name) for each in office.people.everybody()]
    return listing.versions_of(office.certificates, people, InstalledBook(office.home), now)


def _trouble_rows(troubles: Mapping[str, Explained]) -> list[dict[str, str]]:
    return [{"user_id": who, "code": each.code, "message": str(each)} for who, each in troubles.items()]


def _finish(
    troubles: Mapping[str, Explained], versions: list[CertificateVersion], now: datetime, ics: Path | None
) -> ExitCode:
    for user_id, error in troubles.items():
        tell(say("cert.unreadable", user_id=user_id, code=error.code, message=str(error)))
    if ics:
        write_calendar(ics, expiry.expiries(versions, now), now)
        tell(say("overview.written", path=ics))
    return ExitCode.NOT_ALL if troubles else ExitCode.DONE


def in_use(office: Office, user_id: str) -> tuple[ClientCertificate, Identity]:
    """The certificate that somebody uses, and its key. Raises CRT-002, CRT-005, CRT-007, ENV-003."""
    certificates = office.certificates.certificates(user_id)
    if not certificates:
        raise NeedsPerson("CRT-002", user_id=user_id)
    chosen = to_use(certificates, datetime.now(UTC))
    if chosen is None:
        raise Refused("CRT-005")
    return chosen, office.certificates.identity(chosen)


def export(office: Office, user_id: str, file: Path, *, overwrite: bool, note: NoteExport) -> ExitCode:
    """Write certificate and key to a .p12 file under a password that is asked for. Raises as `in_use` does."""
    certificate, identity = in_use(office, user_id)
    if file.exists() and not overwrite:
        tell(say("cert.file_there", file=file))
        return ExitCode.WRONG_USAGE
    password = _export_password(office)
    if password is None:
        return ExitCode.WRONG_USAGE
    if not export_identity(certificate, identity, file, password, overwrite=overwrite, note=note):
        tell(say("cert.file_there", file=file))
        return ExitCode.WRONG_USAGE
    print(say("cert.exported", file=file))
    return ExitCode.DONE


def _export_password(office: Office) -> Secret | None:
    """The password of the environment, otherwise asked for twice; None if there is none that will do."""
    given = office.settings.export_password
    if given is None and not sys.stdin.isatty():
        tell(say("cert.no_password"))
        return None
    if given is not None:
        if _fault(given):
            tell(_fault(given))
        return None if _fault(given) else given
    typed, _ = ask_secret(
        say("cert.password"), _fault, again=say("cert.password_again"), differs=say("cert.other_password")
    )
    return typed


def _fault(password: Secret) -> str:
    short = len(password.reveal()) < SHORTEST_PASSWORD
    return say("cert.short_password", shortest=SHORTEST_PASSWORD) if short else ""


def remove(office: Office, user_id: str, serial: str, *, force: bool, yes: bool) -> ExitCode:
    """Put one certificate aside, after a question; one that is not a former one only with `force`."""
    certificates = office.certificates.certificates(user_id)
    found, fault = _meant(certificates, user_id, serial)
    if found is None:
        tell(fault)
        return ExitCode.WRONG_USAGE
    warning = _warning(office, found, certificates)
    if warning:
        tell(warning)
        if not force:
            tell(say("cert.needs_force"))
            return ExitCode.WRONG_USAGE
    if not yes and not sys.stdin.isatty():
        tell(say("cert.needs_yes"))
        return ExitCode.WRONG_USAGE
    if not yes and not typer.confirm(say("cert.confirm", user_id=user_id, serial=found.serial)):
        return ExitCode.NOT_ALL
    office.certificates.put_aside(found)
    print(say("cert.removed", serial=found.serial))
    return ExitCode.DONE


def _meant(
    certificates: Sequence[ClientCertificate], user_id: str, serial: str
) -> tuple[ClientCertificate | None, str]:
    """The certificate with that serial number, or the only one whose number begins so; otherwise what is wrong."""
    wanted = re.sub(r"[:\s-]", "", serial.lower().removeprefix("0x")).lstrip("0")
    numbers = {each: each.serial.lower().lstrip("0") for each in certificates}
    exact = [each for each, number in numbers.items() if number == wanted]
    alike = exact or [each for each, number in numbers.items() if wanted and number.startswith(wanted)]
    if not alike:
        shown = "\n".join(f"  {each.serial}" for each in certificates)
        return None, "\n".join(filter(None, [say("cert.no_such", user_id=user_id, serial=serial), shown]))
    if len(alike) > 1:
        shown = "\n".join(f"  {each.serial}" for each in alike)
        return None, f"{say('cert.several', serial=serial)}\n{shown}"
    if not exact and len(wanted) < _SHORTEST_PREFIX:
        return None, say("cert.short_prefix", user_id=user_id, shortest=_SHORTEST_PREFIX)
    return alike[0], ""


def _warning(office: Office, found: ClientCertificate, certificates: list[ClientCertificate]) -> str:
    """What would be lost, "" for a former one that is in no browser."""
    state = state_of(found, certificates, datetime.now(UTC))
    if state != "former":
        return say(f"cert.still_{state}", user_id=found.user_id)
    places = InstalledBook(office.home).places_of(found.fingerprint)
    return say("cert.still_installed", places=", ".join(places)) if places else ""


def renew(office: Office, user_id: str) -> ExitCode:
    """Ask the service whether it offers a renewal, and say what to do: it is never pressed here.

    Raises Misconfigured as `Office.ready` does.
    """
    invitation = office.ready(user_id)

    async def ask() -> str:
        async with office.open(tell) as workplace, log_out_after(workplace.of(invitation)) as case:
            return await find_renewal(case)

    try:
        with alone_with(user_id, office.home):
            button = asyncio.run(ask())
        if button:
            raise NeedsPerson("CRT-009", button=button, user_id=user_id)
        raise Refused("CRT-008", user_id=user_id)
    except FlowError as error:
        tell_error(error, sys.stderr)
        return ExitCode.NOT_ALL
