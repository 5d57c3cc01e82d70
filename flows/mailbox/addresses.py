"""Finds the web addresses in a mail, and restores those that a mail program has folded, wrapped or rewritten."""

from __future__ import annotations

import re
from itertools import zip_longest
from urllib.parse import parse_qs, urlsplit

from ekakushin.flows.mailbox.lines import MailLine, normal

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
_LONGEST = 4096


def with_marked_addresses(lines: list[MailLine]) -> list[MailLine]:
    """The lines evened (`normal`), each address in them whole and between < and >.

    A line before one with 様 is a company (G), even if it could continue an address.
    """
    whole: list[MailLine] = []
    for line, following in zip_longest(lines, lines[1:], fillvalue=MailLine(depth=0, text="")):
        last = whole[-1] if whole else None
        if last is not None and _goes_on(last.text, line.text) and not following.text.endswith("様"):
            whole[-1] = MailLine(depth=last.depth, text=last.text + line.text)
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
        address = choose_address(match.group("shown") or "", match.group("target"))
        parts += [normal(text[end : match.start()]), f"<{address}>" if address else _CUT]
        end = match.end()
    return "".join((*parts, normal(text[end:])))


def choose_address(shown: str, target: str) -> str:
    """Of a link, the address that was written in the mail: what is shown if a gateway rewrote the target.

    A shown address that is cut short does not count; a target cut short is none and gives "".
    """
    meant, written = clean_address(target), clean_address(shown)
    if target.endswith(_CUTS):
        return ""
    if shown.endswith(_CUTS) or not is_address(written) or meant.startswith(written):
        return meant
    return written if _host(written) != _host(meant) else meant


def clean_address(address: str) -> str:
    """The address meant: &amp; resolved, sentence marks off, Outlook's SafeLinks opened."""
    plain = re.sub(r"&amp;", "&", address, flags=re.IGNORECASE)
    unbold = re.sub(r"(?<!\*)\*$", "", plain)  # several stars are a mask, and stay to be seen
    return _inside_safe_link(unbold.rstrip(".,;:!?'()[]…"))


def _inside_safe_link(address: str) -> str:
    try:
        parts = urlsplit(address)
        if (parts.hostname or "").endswith("safelinks.protection.outlook.com"):
            return parse_qs(parts.query).get("url", [address])[0]
    except ValueError:
        pass
    return address


def is_address(text: str) -> bool:
    """Whether the text is one web address and nothing else."""
    return re.fullmatch(rf"https?://{_URL}+", text, re.IGNORECASE) is not None and bool(_host(text))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
