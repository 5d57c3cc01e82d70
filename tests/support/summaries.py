"""A run as it might have been: any number of people, some stuck, on two days, with hostile names among them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ekakushin.automation.results import Result, Stretch, Summary, fail, finish, pending
from ekakushin.flows.errors import (
    Explained,
    Misconfigured,
    NeedsPerson,
    OutcomeUnknown,
    Refused,
    Unavailable,
    UnexpectedPage,
)
from ekakushin.flows.models import STEPS, StepName

MORNING = datetime(2026, 7, 24, 9, 2, 10).astimezone()
NAMES = ("健保 太郎", "佐藤 花子", "鈴木 一郎", "髙橋 さくら", "Müller-Lüdenscheidt Maximiliane", "渡邉 健")
HOSTILE = (
    "<script>alert(1)</script>\"'&",
    '=HYPERLINK("https://evil.example","見る")',
    "超" * 40,
    "W" * 70,
    "abc\u202edef\x07\x00",
)
COMPANIES = ("TJK株式会社", "株式会社日本橋情報サービス東京第二事業所", "")
SECONDS: Mapping[StepName, float] = {
    "issue": 14.2, "verify": 2.6, "signup": 5.1, "login": 4.0, "signing": 9.7, "pin": 6.3, "password": 5.5,
}  # fmt: skip


def png(width: int = 640, height: int = 360, colour: tuple[int, int, int] = (200, 215, 235)) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\x00" + bytes(colour) * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def person(number: int, *, name: str = "", began: datetime = MORNING, until: StepName = "password") -> Result:
    """Somebody who has gone through the steps up to `until`, one after the other."""
    steps = STEPS[: STEPS.index(until) + 1]
    seconds = {step: SECONDS[step] + number % 4 for step in steps}
    timeline, moment = [], began
    for step in steps:
        timeline.append(Stretch(step=step, began=moment, seconds=seconds[step]))
        moment += timedelta(seconds=seconds[step] + (40 if step == "signing" else 0))
    return Result(
        user_id=str(10006 + number),
        name=name or NAMES[number % len(NAMES)],
        company=COMPANIES[number % len(COMPANIES)],
        step=until,
        seconds=seconds,
        timeline=tuple(timeline),
        worker="pc-01",
    )


def stuck(before: Result, error: Exception, **more: object) -> Result:
    """`before`, whose last step ended in this error."""
    code = error.code if isinstance(error, Explained) else "TOOL-002"
    seconds = {step: each for step, each in before.seconds.items() if step != before.step}
    last = before.timeline[-1].model_copy(update={"code": code})
    broken = before.model_copy(update={"seconds": seconds, "timeline": (*before.timeline[:-1], last)})
    return fail(broken, error).model_copy(update=more)


def crowd(count: int, *, picture: str = "") -> tuple[Result, ...]:
    """People as an IT department has them: half are done, the others stand anywhere, each for a reason."""
    evening = count * 2 // 3  # then the PC was restarted, and the rest came the next morning
    return tuple(
        _one(number, MORNING + timedelta(hours=23 * (number > evening), seconds=17 * number), picture)
        for number in range(count)
    )


_LONG_ADDRESS = "https://ds.e-kakushin.com/ebunsho/" + "Information" * 9
# Of twenty people: who ends at which step with which error.
_ENDS: Mapping[int, tuple[StepName, Exception]] = {
    1: ("login", Refused("ACC-001", site_words="ユーザIDまたはパスワードが正しくありません。(E0012)")),
    4: ("signing", Unavailable("SGN-001", minutes=60)),
    6: ("pin", UnexpectedPage("TOOL-001", address=_LONG_ADDRESS)),
    9: ("login", Refused("ACC-001", site_words="ユーザIDまたはパスワードが正しくありません。(E0012)")),
    12: ("issue", OutcomeUnknown("ISS-004")),
    17: ("signup", ZeroDivisionError()),
    18: ("verify", NeedsPerson("CRT-002", user_id="10024")),
}


def _one(number: int, began: datetime, picture: str) -> Result:
    name = HOSTILE[number // 11 % len(HOSTILE)] if number % 11 == 10 else ""
    place = number % 20
    if place in _ENDS:
        until, error = _ENDS[place]
        more: dict[str, Any] = {
            "failures": 2 if until == "login" else None,
            "evidence": (picture,) if picture else (),
        }
        more["until"] = began + timedelta(minutes=30) if until == "signing" else None
        return stuck(person(number, name=name, began=began, until=until), error, **more)
    if place in (14, 15):
        return _not_begun(number, name or NAMES[0], incomplete=place == 14)
    if place == 13:
        return person(number, name=name, began=began, until="signing").model_copy(update={"state": "running"})
    done = finish(person(number, name=name, began=began))
    return _tried_again(done) if place == 7 else done


def _not_begun(number: int, name: str, *, incomplete: bool) -> Result:
    before = pending(str(10006 + number), name, COMPANIES[0])
    if not incomplete:
        return before
    error = Misconfigured("MAIL-001", user_id=before.user_id, missing="認証情報パスワード")
    return fail(before, error)


def _tried_again(result: Result) -> Result:
    """The same, killed in the first step and begun again 50 seconds later."""
    first = result.timeline[0].model_copy(update={"seconds": 3.0, "code": "TOOL-002"})
    later = [
        each.model_copy(update={"began": each.began + timedelta(seconds=50)}) for each in result.timeline
    ]
    return result.model_copy(update={"timeline": (first, *later)})


def summary(count: int, **more: object) -> Summary:
    """A run over that many people."""
    results = crowd(count, picture=str(more.pop("picture", "")))
    at = MORNING + timedelta(hours=23, minutes=40)
    return Summary(site="模擬サイト", at=at, results=results).model_copy(update=more)


def picture_in(folder: Path) -> Path:
    """A picture on disk, as evidence keeps it."""
    file = folder / "evidence" / "run" / "10006" / "01-login-last.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(png())
    return file
