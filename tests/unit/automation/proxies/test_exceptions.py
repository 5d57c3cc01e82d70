"""Which hosts are excepted from a proxy."""

from __future__ import annotations

import pytest

from ekakushin.automation.proxies.exceptions import is_excepted


@pytest.mark.parametrize(
    ("exceptions", "host", "excepted"),
    [
        ("", "ds.example", False),
        ("ds.example", "ds.example", True),
        ("DS.Example", "ds.example", True),
        ("s.example", "ds.example", False),
        ("example", "ds.example", True),
        (".example", "ds.example", True),
        ("*.example", "ds.example", True),
        ("*.example", "example", False),
        ("https://ds.example", "ds.example", True),
        ("ds.example:443", "ds.example", True),
        ("ds.example:8443", "ds.example", False),
        ("10.*", "10.1.2.3", True),
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "ds.example", False),
        ("10.0.0.0/99", "10.1.2.3", False),
        ("1.2.3", "10.1.2.3", False),
        ("[2001:db8::1]:443", "2001:db8::1", True),
        ("2001:db8::1", "2001:db8::1", True),
        ("<local>", "intranet", True),
        ("<local>", "ds.example", False),
        ("a.example; b.example ds.example", "ds.example", True),
        ("a.example,,ds.example", "ds.example", True),
    ],
)
def test_an_exception_means_a_host(exceptions: str, host: str, excepted: bool) -> None:
    assert is_excepted(host, 443, exceptions) is excepted
