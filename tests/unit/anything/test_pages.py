"""Whatever a page says: screens, verdict and rules answer, and never with more than one account nearer to its lock."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ekakushin.flows.browser.reading import Control, Reading
from ekakushin.flows.guide import entry
from ekakushin.flows.rules.reading import read_policy
from ekakushin.flows.screens.issue import ArchiveScreen, AuthenticationScreen, ReceiptScreen, RequestScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.password import PasswordScreen
from ekakushin.flows.screens.pin import PinScreen
from ekakushin.flows.screens.signing import SigningMenuScreen
from ekakushin.flows.screens.signup import SignedUpScreen, SignupScreen
from ekakushin.flows.screens.verdict import refusal, verdict
from tests.support.readings import page

SCREENS = (
    *(AuthenticationScreen, RequestScreen, ReceiptScreen, ArchiveScreen, SignupScreen, SignedUpScreen),
    *(LoginScreen, SigningMenuScreen, PinScreen, PasswordScreen),
)
WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "ユーザID",
            "パスワード",
            "ログイン",
            "発行",
            "次へ",
            "登録",
            "変更",
            "エラー",
            "CSP",
            "Key長",
            "完了",
        ]
    ),
)
CONTROLS = st.builds(
    Control,
    index=st.integers(0, 5),
    kind=st.sampled_from(["field", "list", "button", "link"]),
    type=st.sampled_from(["", "text", "password", "radio"]),
    name=WORDS,
    captions=st.lists(
        st.tuples(st.sampled_from(["label", "row", "left", "above"]), st.integers(0, 2), WORDS), max_size=3
    ).map(tuple),
    options=st.lists(WORDS, max_size=3).map(tuple),
    enabled=st.booleans(),
    writable=st.booleans(),
)
PARTS = st.lists(st.one_of(WORDS, st.tuples(WORDS, WORDS), CONTROLS), max_size=12)
PAGES = st.builds(
    lambda parts, status: page(*parts, status=status), PARTS, st.sampled_from([200, 200, 404, 503])
)
ANY = settings(max_examples=120, deadline=None)


@ANY
@given(PAGES)
def test_any_page_is_one_of_the_screens_or_none(reading: Reading) -> None:
    assert all(kind.is_shown(reading) in (True, False) for kind in SCREENS)


@ANY
@given(PAGES, st.sampled_from(["", "ISS-001", "ACC-001", "ACC-005", "SGN-003", "CRT-001"]))
def test_any_words_have_a_verdict_that_the_guide_can_tell(reading: Reading, refused: str) -> None:
    for found in (verdict(reading, reading.lines, refused), refusal(reading, reading.lines, refused)):
        assert found is None or entry(found.code).wording.sentence.format(**found.values)


@ANY
@given(st.lists(st.tuples(WORDS, WORDS), max_size=4), st.lists(st.text(max_size=60), max_size=4))
def test_any_policy_is_read_into_bounds_that_fit(rows: list[tuple[str, str]], notes: list[str]) -> None:
    policy = read_policy(rows, notes)

    assert policy.minimum >= 0
    assert policy.needed >= policy.minimum
