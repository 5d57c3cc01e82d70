"""What a page means that is no known screen: families of Japanese wordings, and what is no verdict at all."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.errors import FlowError, Refused, Unavailable
from ekakushin.flows.screens.verdict import verdict
from tests.support.readings import page


def judged(*lines: str, before: Reading | None = None, status: int = 200) -> FlowError | None:
    """The verdict on a page of these lines, seen after `before`."""
    now = page(*lines, status=status)
    return verdict(now, now.news_since(before or page()), "ACC-001")


def code(*lines: str, before: Reading | None = None, status: int = 200) -> str:
    found = judged(*lines, before=before, status=status)
    return found.code if found else ""


@pytest.mark.parametrize(
    "lines",
    [
        ["E0103:データの問合せに失敗しました。"],
        ["データの問い合わせに失敗しました。", "管理者へ連絡してください。"],
        ["データベースへの接続に失敗しました。"],
        ["データベースエラーが発生しました。"],
        ["データの取得に失敗しました。"],
    ],
)
def test_a_site_that_cannot_ask_its_own_database_has_refused_nobody(lines: list[str]) -> None:
    found = judged(*lines)
    assert isinstance(found, Unavailable)
    assert found.code == "NET-004"


def table(*rows: tuple[str, ...], said: str = "") -> FlowError | None:
    """The verdict on a page with the table of results, whose cells are lines of their own."""
    cells = [cell for row in rows for cell in row]
    now = page("発行結果", said, *cells)
    return verdict(now, now.lines, "ISS-007")


HEAD = ("SEQ", "処理結果", "エラー内容")


@pytest.mark.parametrize(
    ("rows", "said", "expected"),
    [
        ([("1", "異常終了", "既に証明書を取得済みです")], "", "ISS-009"),
        ([("1", "NG", "認証に失敗しました。")], "発行処理が正常に終了しませんでした。", "ISS-007"),
        ([("1", "エラー", "E2041")], "", "ISS-007"),
        ([("1", "NG", "E2041")], "", "ISS-007"),
        ([("1", "正常", "有効期限が切れています")], "発行処理が正常に終了しませんでした。", "ISS-010"),
        ([("1", "異常", "データの問合せに失敗しました。")], "", "NET-004"),
        ([("1", "OK", "")], "", ""),
        ([("1", "正常終了", "-")], "", ""),
    ],
)
def test_a_table_of_results_is_understood(rows: list[tuple[str, ...]], said: str, expected: str) -> None:
    found = table(HEAD, *rows, said=said)
    assert (found.code if found else "") == expected


LOCKED = [
    "規定回数を超えたため、アカウントの利用を停止しました。",
    "アカウントにロックがかかっています。",
    "アカウントがロックアウトされました。",
    "アカウントがロックされています。",
    "このユーザは ロックされました。管理者にお問い合わせください。",
    "連続してログインに失敗したため、アカウントをロックしました。",
    "現在アカウントロック中です。",
    "ご利用のIDはロックされております。",
    "アカウントはロック状態です。パスワードが正しくありません。",
    "Your account is locked.",
    "You have been locked out.",
]


@pytest.mark.parametrize("words", LOCKED)
def test_a_locked_account_is_known(words: str) -> None:
    assert code(words) == "ACC-002"


@pytest.mark.parametrize(
    "words",
    [
        "システムメンテナンス中です。",
        "メンテナンスのためサービスを停止しております。",
        "現在サービス停止中です。",
        "しばらく経ってから、もう一度アクセスしてください。",
        "しばらくしてからやり直してください。",
        "The site is under maintenance.",
        "Service Temporarily Unavailable",
        pytest.param("ただいまサービスを停止しています。"),
        pytest.param("サービスを停止しています。処理に失敗しました。"),
        "サービス時間外です。",
        "ご利用時間外のためご利用いただけません。",
        "しばらく時間をおいてから再度お試しください。",
    ],
)
def test_a_closed_site_is_waited_for(words: str) -> None:
    found = judged(words)

    assert isinstance(found, Unavailable)
    assert found.code == "NET-005"


@pytest.mark.parametrize(
    "words",
    [
        "ただいまアクセスが集中しております。",
        "只今大変混み合っております。しばらくたってから再度お試しください。",
        "サーバが混雑しています。",
        "同時接続数の上限に達しました。",
        "The server is too busy.",
    ],
)
def test_a_busy_site_is_waited_for(words: str) -> None:
    found = judged(words)

    assert isinstance(found, Unavailable)
    assert found.code == "NET-008"


@pytest.mark.parametrize(
    "words",
    [
        "二重送信が検出されました。",
        "同じ画面から二度送信されました。",
        "不正な画面遷移を検出しました。",
        "画面の有効期限が切れています。",
        "トークンが一致しません。",
        "この内容は既に送信されています。",
        "Double submit detected.",
    ],
)
def test_a_form_that_was_sent_twice_is_known(words: str) -> None:
    found = judged(words)

    assert isinstance(found, Unavailable)
    assert found.code == "NET-007"


@pytest.mark.parametrize(
    "words",
    [
        "セッションが切れました。",
        "セッションの有効期限が切れました。ログインし直してください。",
        "セッションタイムアウトが発生しました。",
        "セッションが無効です。",
        "セッション情報がありません。",
        "一定時間操作がなかったためタイムアウトしました。",
        "お手数ですが、再度ログインしてください。",
        "Your session has expired.",
        pytest.param("一定時間操作がなかったため、ログアウトしました。"),
        "ログインし直してください。",
    ],
)
def test_a_session_that_is_over_is_known(words: str) -> None:
    assert code(words) == "NET-006"


REFUSED = [
    "認証エラー",
    "該当するユーザは存在しません。",
    "パスワードが異なります。",
    "ユーザIDまたはパスワードの入力誤りです。",
    "パスワードに間違いがあります。",
    "ユーザIDまたはパスワードが違います。",
    "ユーザIDまたはパスワードが正しくありません。",
    "ユーザIDとパスワードが一致しません。",
    "入力された値に誤りがあります。",
    "パスワードが間違っています。",
    "パスワードが誤っています。",
    "ログインに失敗しました。",
    "認証に失敗しました。",
    "ログインできませんでした。",
    "有効な証明書情報がありません",
    "このパスワードは使用できません。",
    "過去に使用したパスワードは使えません。",
    "パスワードポリシーを満たしていません。",
    "このユーザIDは登録されていません。",
    "該当するユーザが見つかりません。",
    "無効なパスワードです。",
    "不正なリクエストです。",
    "エラーが発生しました。",
    "アクセスが拒否されました。",
    "有効期限切れです。",
    "この操作は許可されておりません。",
    "User ID or password is incorrect.",
    "Invalid password",
    "Access denied",
    "ﾊﾟｽﾜｰﾄﾞが正しくありません",
    "パスワードが　正しく ありません。",
]
UNHEARD_REFUSED = [
    "新しいパスワードと確認用パスワードが不一致です。",
    "Wrong password",
]


@pytest.mark.parametrize("words", [*REFUSED, *(pytest.param(each) for each in UNHEARD_REFUSED)])
def test_a_plain_no_is_the_screen_s_own_code_and_keeps_the_site_s_words(words: str) -> None:
    found = judged(words)

    assert isinstance(found, Refused)
    assert (found.code, found.site_words) == ("ACC-001", words)


@pytest.mark.parametrize(
    "words",
    [
        "6回失敗するとアカウントがロックされます。",
        "連続6回ログインに失敗するとアカウントがロックされ、ログインが出来なくなります。",
        "半角英数字8文字以上",
        "ログインするユーザIDとパスワードを入力してから「ログイン」ボタンをクリックしてください。",
        "証明書はパソコンとユーザーアカウントに紐づきます。",
        "証明書が取得できない場合があります。",
        "処理中です。しばらくお待ちください。",
        "セッションは30分で切断されます。",
        "完了しました。",
        "お知らせはありません。",
        pytest.param("ログイン失敗回数"),
        "",
        "パスワードの有効期限が近づいています。",
        "有効期限が2027年3月31日までの証明書です。",
    ],
)
def test_a_notice_is_no_verdict(words: str) -> None:
    assert code(words) == ""


STANDING = (
    "ログイン",
    "システムメンテナンスのためサービスを停止する日があります。",
    "※証明書のない端末からはログインできません。",
    "※パスワードの有効期限が切れた方は管理者に連絡してください。",
)


def test_notices_that_stood_there_before_say_nothing_about_what_was_done() -> None:
    assert code(*STANDING, before=page(*STANDING)) == ""


def test_a_refusal_among_standing_notices_is_told_without_them() -> None:
    found = judged(STANDING[0], "パスワードが正しくありません。", *STANDING[1:], before=page(*STANDING))

    assert found is not None
    assert (found.code, found.site_words) == ("ACC-001", "パスワードが正しくありません。")


def test_a_refusal_below_many_other_words_is_seen() -> None:
    assert code("ご案内。" * 120, "パスワードが正しくありません。") == "ACC-001"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("アカウントがロックされています。", "再度ログインしてください。"), "ACC-002"),
        (("ただいま混み合っております。", "エラーが発生しました。"), "NET-008"),
        (("セッションが無効です。", "不正な操作です。"), "NET-006"),
    ],
)
def test_the_worse_news_come_first(words: tuple[str, ...], found: str) -> None:
    assert code(*words) == found


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_an_error_status_is_the_site_s_and_not_the_person_s(status: int) -> None:
    found = judged("処理に失敗しました。", status=status)

    assert isinstance(found, Unavailable)
    assert (found.code, found.values["status"]) == ("NET-004", status)


def test_a_busy_site_may_say_so_with_an_error_status() -> None:
    assert code("ただいまメンテナンス中です。", status=503) == "NET-005"
