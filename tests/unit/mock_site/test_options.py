"""How a mock is told to behave."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fixtures.mock_site import MockSite, Options, load_filter
from fixtures.mock_site.options import Encoding


def test_a_filter_is_found_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shouting_filter.py").write_text("def shout(html, path):\n    return html.upper() + path\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))

    shout = load_filter("shouting_filter:shout")

    assert shout("hello", "/a") == "HELLO/a"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("json", "not MODULE:FUNCTION"),
        ("no_such_module_here:f", "no module no_such_module_here"),
        ("json:no_such", "no function no_such in module json"),
        ("json:__name__", "no function"),
    ],
)
def test_a_filter_that_is_not_there_is_explained(
    name: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))

    with pytest.raises(ValueError, match=reason):
        load_filter(name)


@pytest.mark.parametrize(
    ("name", "codec", "label"),
    [
        ("cp932", "cp932", "Shift_JIS"),
        ("Shift_JIS", "cp932", "Shift_JIS"),
        ("UTF-8", "utf-8", "UTF-8"),
        ("euc_jp", "euc_jp", "EUC-JP"),
    ],
)
def test_encodings_have_a_codec_and_a_label(name: str, codec: str, label: str) -> None:
    assert Encoding.named(name) == Encoding(codec=codec, label=label)


@pytest.mark.parametrize("name", ["latin-1", "klingon"])
def test_other_encodings_are_not_the_sites(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        MockSite(service_encoding=name)


def test_a_receipt_is_given_out_again_or_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        Options(receipt="twice")  # type: ignore[arg-type]


def test_a_negative_delay_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="never negative"):
        Options(signing_delay=-1)
