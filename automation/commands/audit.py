"""What `audit` prints: whether the log is whole, what it holds, and how another is begun."""

from __future__ import annotations

import json
import sys

import typer

from ekakushin.automation.audit import AuditEntry, Checked
from ekakushin.automation.audit.log import log_error
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.guide.card import tell_error
from ekakushin.automation.office import Office
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.dates import second
from ekakushin.flows.text import is_text, say


def verify_audit(office: Office, *, as_json_only: bool) -> ExitCode:
    """Say whether the log is whole: 0, or 1 with the first line that does not fit. Raises VaultClosed."""
    checked = office.audit.check()
    if as_json_only:
        print(json.dumps(_as_json(checked), ensure_ascii=False))
    elif checked.flaw:
        tell_error(log_error(office.audit.file, checked.flaw), sys.stderr)
    else:
        print(say("audit.whole", lines=checked.lines, file=office.audit.file))
        if checked.cut_short:
            print(say("audit.cut_short"))
    return ExitCode.NOT_ALL if checked.flaw else ExitCode.DONE


def _as_json(checked: Checked) -> dict[str, object]:
    flaw = checked.flaw
    return {
        "whole": flaw is None,
        "lines": checked.lines,
        "line": flaw.line if flaw else None,
        "problem": flaw.problem if flaw else "",
        "cut_short": checked.cut_short,
    }


def list_audit(office: Office, *, as_json_only: bool) -> ExitCode:
    """Show what the lines say, unchecked."""
    entries = office.audit.entries()
    if as_json_only:
        known = [entry.model_dump(mode="json") if entry else None for entry in entries]
        print(json.dumps({"entries": known}, ensure_ascii=False))
        return ExitCode.DONE
    for number, entry in enumerate(entries, 1):
        print(_printable(_line(number, entry)))
    tell(say("audit.unchecked"))
    return ExitCode.DONE


def _line(number: int, entry: AuditEntry | None) -> str:
    if entry is None:
        return f"{number}  {say('audit.no_line')}"
    details = " ".join(f"{name}={value}" for name, value in entry.details.items())
    at, by = second(entry.at), f"{entry.os_user} @ {entry.pc}"
    told = (str(entry.n), at, by, _kind(entry.kind), " ".join(entry.user_ids), details)
    return "  ".join(each for each in told if each)


def _kind(kind: str) -> str:
    return say(f"audit_kind.{kind}") if is_text(f"audit_kind.{kind}") else kind


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in text)


def restart_audit(office: Office, *, yes: bool) -> ExitCode:
    """Put a log that does not fit aside, after a question, and begin another that tells of it."""
    checked = office.audit.check()
    if checked.flaw is None:
        print(say("audit.whole", lines=checked.lines, file=office.audit.file))
        return ExitCode.DONE
    if not yes and not sys.stdin.isatty():
        tell(say("audit.refuse"))
        return ExitCode.WRONG_USAGE
    tell_error(log_error(office.audit.file, checked.flaw), sys.stderr)
    if not yes and not typer.confirm(say("audit.confirm")):
        return ExitCode.NOT_ALL
    print(say("audit.restarted", path=office.audit.restart()))
    return ExitCode.DONE
