"""Every screen of the guide as a Reading, with the guide's own captions (G) unless a comment says otherwise."""

from __future__ import annotations

from ekakushin.flows.browser.reading import Reading
from tests.support.readings import Part, button, choice, field, link, page, password

_STEPS: tuple[Part, ...] = (
    "証明書発行サイト",
    link("English"),
    "証明書発行は次の手順で行います。",
    "【STEP1】認証情報(パスワード)を入力",
    "【STEP2】CSPとKey長を選択",
    "【STEP3】証明書を受け取る",
    "【STEP4】証明書の確認",
)
_FOOTER = "Copyright 2009-2015 SECOM Trust Systems Co.,Ltd. All right reserved."
_CERTIFICATE: tuple[Part, ...] = (
    ("証明書シリアルナンバー", "0123456789"),
    ("CN : 発行対象者", "Kenpo Taro"),
    ("OU : 発行対象会社名", "TJK"),
    ("OU : サービス名", "Denshi Syoko Service4"),
    ("O : サービス提供会社名", "SECOM Trust Systems CO. LTD."),
    ("C : 国名", "JP"),
    ("有効期限終了日時", "2024/05/08 15:47"),
    ("署名用証明書発行同意日時", "2021/05/08 15:47"),
)
_POLICY: tuple[Part, ...] = (
    "パスワードポリシー",
    ("最小文字数", "8文字"),
    ("アルファベットの小文字 (a~z) 使用回数", "1回"),
    ("算用数字 (0~9) 使用回数", "1回"),
    ("有効期間", "無期限"),
)


def _service(*parts: Part) -> Reading:
    return page(
        "ご契約先: (ファスト利用) 東京都情報サービス産業健康保険組合",
        field(left="条件:ファイル名"),
        button("検索"),
        "ユーザ名: 健保 太郎 (TJK株式会社)",
        "最終ログイン日時: 2019/05/20 20:15",
        link("詳細検索"),
        link("サービスTOP"),
        link("マイページ"),
        link("本人情報"),
        link("処理結果"),
        link("ログアウト"),
        *parts,
        _FOOTER,
    )


def menu(notice: str, *parts: Part) -> Reading:
    """署名用証明書管理メニュー with this notice and these buttons."""
    return _service(
        "署名用証明書管理メニュー",
        notice,
        "自動発行証明書 (セコムパスポート for PublicID)",
        ("初期暗証コード登録", ""),
        ("署名用証明書発行", ""),
        *parts,
        button("戻る"),
    )


_REGISTER = button("登録", row="初期暗証コード登録")
_AGAIN = button("再発行", row="署名用証明書発行")

PAGES: dict[str, Reading] = {
    "step1": page(
        *_STEPS,
        "【STEP1】認証情報/パスワードを入力",
        password("認証情報/パスワード(半角英数字):"),
        button("次へ"),
    ),
    "step2": page(
        *_STEPS,
        "CSPとKey長に何も表示されない場合、以下の対応を実施してください。",
        link("対応方法を開く"),
        ("CSP: ※", ""),
        choice("CSP: ※", "Microsoft Enhanced Cryptographic Provider v1.0"),
        ("Key長: ※", ""),
        choice("Key長: ※", "2048 bit"),
        button("発行"),
        button("一つ戻る"),
        "[発行]ボタンを押した後、【STEP3】の画面が表示されるまで何もせずお待ちください。",
        "ブラウザを閉じたり一つ戻るボタンを押さないでください。証明書が取得できない場合があります。",
    ),
    "archive": page(  # S: the other profile
        *_STEPS, ("P12ファイル証明書PIN", "pK2p7Qx9"), button("発行"), "CSPとKey長は選べません。"
    ),
    "step3": page(
        *_STEPS,
        "ルートCA証明書・クライアント証明書をインストールしてください。",
        link("インストール手順はこちら"),
        "証明書の存在確認を行った後、[OK]ボタンを押してください。",
        button("ルートCA証明書のインストール"),
        button("クライアント証明書のインストール"),
        button("OK"),
    ),
    "step4": page(
        *_STEPS,
        "次のURLをクリックしてください。",
        link("https://ds.e-kakushin.com/check?u=10006", address="https://ds.e-kakushin.com/check?u=10006"),
    ),
    "certified": page("証明書による認証に成功しました。"),  # A: the guide shows it as a picture only
    "signup": page(
        "サインアップ",
        "ログインするユーザIDとパスワードを入力してから「サインアップ」ボタンをクリックしてください。",
        field("ユーザID"),
        password("パスワード"),
        button("サインアップ"),
        _FOOTER,
    ),
    "signed up": page(
        "サインアップ 完了",
        "サインアップが完了しました。",
        "「ログインへ」リンクをクリックし、ログイン画面でログインしてください。",
        link("ログインへ"),
    ),
    "signed up already": page("サインアップ", "このユーザは既にサインアップされています。"),  # A
    "login": page("ログイン", field("ユーザID"), password("パスワード"), button("ログイン"), _FOOTER),
    "top": _service("サービスTOP", "お知らせはありません。"),
    "personal": _service(
        "本人情報",
        ("ユーザID", "10006"),
        ("氏名", "健保 太郎"),
        ("ローマ字氏名", "kenpo taro"),
        ("発行対象者(署名用証明書)", ""),
        ("会社名", "TJK株式会社"),
        ("ログイン失敗回数", "２回"),
        button("ログイン用証明書管理"),
        button("署名用証明書管理"),
        button("パスワード変更"),
        *_POLICY,
    ),
    "menu, not issued": menu(
        "署名用の証明書が有効ではありません。", button("新規発行", row="署名用証明書発行")
    ),
    "signing done": _service("署名管理 完了", "完了しました。"),
    "menu, preparing": menu(
        "署名用の証明書準備が完了していません。少し時間を置いてから再度処理をして下さい。"
    ),
    "menu, pin needed": menu(
        "署名用証明書の初期暗証コードの登録が完了していません。",
        "署名管理メニューから初期暗証コードを登録してください。",
        _REGISTER,
        _AGAIN,
        *_CERTIFICATE,
    ),
    "menu, ready": menu("", _AGAIN, *_CERTIFICATE),
    "pin": _service(
        "署名用暗証コードの初期設定",
        "以下の内容で署名が実行されます。",
        ("ユーザID", "10005"),
        ("氏名", "健保 太郎"),
        "PINコード入力欄",
        password("新しい暗証コード"),
        password("新しい暗証コードの確認入力"),
        "※暗証コードは電子署名を付けるときのパスワードになります。",
        *_CERTIFICATE,
        button("登録"),
        button("戻る"),
    ),
    "pin done": _service("署名用暗証コードの初期設定 完了", "暗証コードを登録しました。"),  # A
    "password": _service(
        "パスワード変更",
        ("ユーザID", "000001"),
        password("現在のパスワード"),
        password("新しいパスワード"),
        password("確認用パスワード"),
        *_POLICY,
        button("変更"),
        button("戻る"),
    ),
    "password done": _service("パスワード変更 完了", "パスワードを変更しました。"),  # A
    "logged out": page("ログアウトしました。", link("ログイン画面へ")),  # A
}
