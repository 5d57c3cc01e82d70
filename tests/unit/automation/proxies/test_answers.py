"""What a proxy script answers."""

from __future__ import annotations

import pytest

from ekakushin.automation.proxies.answers import read_script_answer


@pytest.mark.parametrize(
    ("answer", "proxies"),
    [
        ("DIRECT", ["direct"]),
        ("", ["direct"]),
        ("nonsense; PROXY ;PROXY :1", ["direct"]),
        ("PROXY a:1; PROXY b:2; DIRECT", ["http a:1", "http b:2", "direct"]),
        ("proxy a:1;proxy a:1", ["http a:1"]),
        ("HTTPS a", ["https a:443"]),
        ("SOCKS a:1; SOCKS4 b:2; SOCKS5 c", ["socks5 a:1", "socks4 b:2", "socks5 c:1080"]),
        ("PROXY [2001:db8::1]:8080", ["http [2001:db8::1]:8080"]),
    ],
)
def test_an_answer_is_a_list_of_proxies_in_their_order(answer: str, proxies: list[str]) -> None:
    found = read_script_answer(answer)

    assert [f"{each.scheme} {each}" if each else "direct" for each in found] == proxies
