"""Finds the web addresses in a mail, and restores those that a mail program or a gateway has folded or rewritten."""

from __future__ import annotations

import re
from itertools import zip_longest
from urllib.parse import urlsplit

from ekakushin.flows.mailbox.gateways import is_lost, unwrap
from ekakushin.flows.mailbox.lines import MailLine, normal
from ekakushin.flows.mailbox.shapes import is_whole

MARKED = re.compile(r"<(https?://[^<>\s]+)>", re.IGNORECASE)
_URL = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]"
_ADDRESS = re.compile(
    rf"(?:(?P<shown>https?://{_URL}+…?)\s?<|<?)(?P<target>https?://{_URL}+…?)>?", re.IGNORECASE
)
_CUTS = ("…", "..")
_CUT = "…"  # stands where an address was cut short
_OPEN_END = re.compile(rf"https?://{_URL}+$", re.IGNORECASE)
_MORE = re.compile(rf"({_URL}+)(?:$|\s*[>←⇐⬅◀）＞］」』】。、，])")
_SEPARATOR = re.compile(r"[-=_*#~+.:/]{3,}")
_NO_MORE = re.compile(
    r"https?:|www\.|(?:tel|fax|e-?mail|mail|url)[.:]|[^@/?&=%]+@[^@/?&=%]+\.[a-z]+$", re.IGNORECASE
)
_LONGEST = 16384
_SOFT_END = re.compile(r"=3D.*=$")  # of quoted-printable that nobody decoded
_UNDECODED = re.compile(r"(?<=[?&])([\w.-]+)=3D")


def with_marked_addresses(lines: list[MailLine]) -> list[MailLine]:
    """The lines evened (`normal`), each address in them whole and between < and >.

    A line before one with 様 is a company (G), even if it could continue an address.
    """
    whole: list[MailLine] = []
    for line, following in zip_longest(lines, lines[1:], fillvalue=MailLine(depth=0, text="")):
        last = whole[-1] if whole else None
        if last is not None and _goes_on(last.text, line.text) and not following.text.endswith("様"):
            before = last.text[:-1] if _SOFT_END.search(last.text) else last.text
            whole[-1] = MailLine(depth=last.depth, text=before + line.text)
        else:
            whole.append(line)
    return [MailLine(depth=line.depth, text=_mark(line.text), written=line.text) for line in whole]


def _goes_on(text: str, following: str) -> bool:
    """Only what is purely an address's characters continues one that reached its line's end."""
    if len(text) > _LONGEST or not _OPEN_END.search(text):
        return False
    more = _MORE.match(following)
    return more is not None and not _SEPARATOR.fullmatch(more.group(1)) and not _NO_MORE.match(following)


def _mark(text: str) -> str:
    parts, end = [], 0
    for match in _ADDRESS.finditer(text):
        address = clean_address(choose_address(match.group("shown") or "", match.group("target")))
        is_known = address and not is_lost(address)
        parts += [normal(text[end : match.start()]), f"<{address}>" if is_known else _CUT]
        end = match.end()
    return "".join((*parts, normal(text[end:])))


def choose_address(shown: str, target: str) -> str:
    """Of a link, the address that was written in the mail: what is shown if a gateway rewrote the target.

    A shown address that is cut short does not count; a target cut short is none and gives "". The address comes back
    as it is written, for `clean_address`.
    """
    meant, written = clean_address(target), clean_address(shown)
    if target.endswith(_CUTS):
        return ""
    if shown.endswith(_CUTS) or not is_address(written) or is_lost(written):
        return target
    if meant.startswith(written) and meant != written:
        return target
    is_untouched = meant == written or (_is_rewritten(target) and is_whole(written))
    return shown if is_untouched or _host(written) != _host(meant) else target


def clean_address(address: str) -> str:
    """The address meant: &amp; resolved, sentence marks off, what gateways wrapped around it opened."""
    return _decode_equals(unwrap(_decode_equals(_bare(address))))


def _bare(address: str) -> str:
    plain = re.sub(r"&amp;", "&", address, flags=re.IGNORECASE)
    unbold = re.sub(r"(?<!\*)\*$", "", plain)  # several stars are a mask, and stay to be seen
    return unbold.rstrip(".,;:!?'()[]…")


def _is_rewritten(address: str) -> bool:
    return unwrap(_bare(address)) != _bare(address)


def _decode_equals(address: str) -> str:
    """=3D is what quoted-printable makes of =; a value may begin with 3D, but not every one does."""
    decoded = _UNDECODED.sub(r"\1=", address)
    query = decoded.partition("?")[2]
    return decoded if decoded.count("=") == address.count("=3D") and query else address


def is_address(text: str) -> bool:
    """Whether the text is one web address and nothing else."""
    return re.fullmatch(rf"https?://{_URL}+", text, re.IGNORECASE) is not None and bool(_host(text))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
