"""Which heading means which field: the ways in which people write them, in Japanese and English."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from ekakushin.automation.roster.letters import plain

Field = Literal[
    "user_id",
    "name",
    "family_name",
    "given_name",
    "company",
    "kind",
    "kind_office",
    "kind_labour",
    "kind_affiliate",
    "pc",
    "windows_user",
    "mail",
    "insured",
    "member",
    "application",
    "registry",
    "identity",
    "licence",
]


class Meaning(NamedTuple):
    """A field, and how sure it is: 0 a heading that can mean nothing else, 1 one that often means it."""

    field: Field
    doubt: int = 0


_USER = (
    r"(?:ユーザー?|利用者|ログイン|サインアップ|システム|電子申請|エコ文書|アカウント|user|login|signup|tjk)"
)
_ISSUER = (
    r"(?:健康保険組合|電子申請|健保組合|健保|組合|セコム|あんしん|secom|電子文書|文書管理|e文書|ekakushin|tjk"
    r"|(?:発行|登録|付与|交付|通知|取得|申込|申請)済?み?)"
)
_PERSON = (
    r"(?:ご|お|利用者|利用|担当者|担当|事務|申請者|申請|使用者|対象者|対象|社員|職員|従業員|本人|漢字"
    r"|full|person|employee|staff|contact)"
)
_WINDOWS = r"(?:windows|win|ウィンドウズ|ウインドウズ|pc|パソコン|コンピュータ?ー?|端末|ad|ドメイン|domain|ローカル|os)"
_SIGN_IN = r"(?:ログイン|ログオン|サインイン|login|logon|signin)"
_ACCOUNT = r"(?:ユーザー?|アカウント|user|account)"
_NAME = r"(?:名前|名称|名|ネーム|name)"
_PC = r"(?:ノート)?(?:pc|パソコン|コンピュータ?ー?|端末|マシン|ホスト|デバイス|機器|computer|machine|host|device)"
_OURS = r"(?:tjk|当健保組合|当組合|組合|健保組合|健保|健康保険|本人)"
_WHETHER = r"(?:ですか|である|か否か|か|該当|区分|有無)?"
_SENT = r"(?:写し|写|コピー|原本|提出状況|提出済み?|提出日|提出|有無|受領日?|受理|確認|チェック|copy|sent|submitted)*"

_MEANINGS: tuple[tuple[str, Meaning], ...] = (
    (rf"{_USER}+(?:id|アイディー?|コード|番号|no|number|code)", Meaning("user_id")),
    (
        rf"{_ISSUER}+{_USER}*(?:id|アイディー?)|{_ISSUER}+{_USER}+(?:コード|番号|no|number|code)",
        Meaning("user_id"),
    ),
    (r"id", Meaning("user_id", 1)),
    (rf"{_WINDOWS}+{_SIGN_IN}?{_ACCOUNT}(?:{_NAME}|id)?", Meaning("windows_user")),
    (rf"{_WINDOWS}+{_SIGN_IN}(?:{_NAME}|id)?|windowsid", Meaning("windows_user")),
    (rf"{_SIGN_IN}{_ACCOUNT}{_NAME}?|{_SIGN_IN}{_NAME}", Meaning("windows_user")),
    (r"アカウント名?|account(?:name)?", Meaning("windows_user", 1)),
    (rf"{_PERSON}*(?:氏名|姓名|名前|なまえ|name)(?:漢字)?", Meaning("name")),
    (rf"{_PERSON}*(?:利用者|担当者|申請者|対象者|社員|職員|従業員)様?名", Meaning("name")),
    (
        r"(?:ご|お|事務)*(?:担当者|利用者|申請者|対象者)|ユーザー?(?:氏名|名)|user(?:full)?name",
        Meaning("name", 1),
    ),
    (r"姓|苗字|名字|氏|lastname|familyname|surname", Meaning("family_name")),
    (r"名|givenname|firstname", Meaning("given_name")),
    (
        rf"(?:ご|お|貴|御|所属|勤務先?|適用)*(?:会社|事業所|企業|法人|勤務先|事業者|商号|貴社|御社|company|employer){_NAME}?",
        Meaning("company"),
    ),
    (r"(?:office|organi[sz]ation|corporation)(?:name)?|加入事業所名|社名", Meaning("company", 1)),
    (r"[123](?:事業所|社会保険労務士|社労士|関係会社|関連会社).*", Meaning("kind")),
    (
        r"(?:ご|利用者?|ユーザー?|申請者?|担当者?|user)*(?:区分|種別|種類|タイプ|kind|type|category)"
        r"|(?:kind|type)of(?:the)?user",
        Meaning("kind"),
    ),
    (rf"(?:使用|利用|作業|対象|業務|申請|会社|実行|する)*{_PC}{_NAME}?", Meaning("pc")),
    (
        r"(?:ご|連絡先?|会社|業務用?|届出|登録|担当者|利用者|本人|office|work)*"
        r"(?:(?:e|電子)?(?:メール|mail)(?:アドレス|address)?|メアド|アドレス)",
        Meaning("mail"),
    ),
    (rf"{_OURS}*(?:被保険者|加入者|insured(?:person)?){_WHETHER}", Meaning("insured")),
    (rf"{_OURS}*(?:加入事業所|加入会社|加入|member(?:company|office)?){_WHETHER}", Meaning("member")),
    (
        rf"(?:電子文書管理|電子申請|システム|ご)*(?:利用)?(?:申請書|申込書)類?{_SENT}|application(?:form)?{_SENT}",
        Meaning("application"),
    ),
    (
        rf"(?:会社)?(?:履歴事項(?:全部)?証明書?|登記簿?|登記事項証明書?)(?:謄本|抄本)?{_SENT}|謄本{_SENT}"
        rf"|(?:company)?regist(?:ry|er)(?:certificate|extract)?{_SENT}",
        Meaning("registry"),
    ),
    (
        r"(?:利用者)?(?:ご)?(?:本人確認(?:書類|資料)?|身分証(?:明書?)?|(?:運転)?免許証|顔写真付き?(?:身分証明?書?|書類))"
        rf"{_SENT}|(?:photo)?(?:identity|id)(?:document|paper|proof|copy){_SENT}|identity{_SENT}|photoid{_SENT}",
        Meaning("identity"),
    ),
    (
        rf"(?:(?:社会保険)?労務士|社労士)(?:会員)?証票?{_SENT}|会員証{_SENT}"
        rf"|licen[cs]e{_SENT}|(?:labou?r)?consultantcard{_SENT}|membershipcard{_SENT}",
        Meaning("licence"),
    ),
)
_ISSUED = re.compile(rf"(?:{_ISSUER}|新)+(?:された|から届いた|から|用)?")
_PATTERNS = tuple((re.compile(pattern), meaning) for pattern, meaning in _MEANINGS)
_KIND_COLUMNS: tuple[tuple[str, Field], ...] = (
    ("1(?:事業所.*)?", "kind_office"),
    ("2(?:社会保険労務士.*|社労士.*)?", "kind_labour"),
    ("3(?:(?:関係|関連)会社.*)?", "kind_affiliate"),
)
_READING = re.compile(r"カナ|かな|フリガナ|ふりがな|よみ|読み|ローマ字|kana|roma", re.IGNORECASE)
_OTHER_NUMBER = re.compile(r"被保険者(?:証|等|の)?(?:記号|番号)")
_BRACKETS = re.compile(r"[(\[【〔<《「『]([^()\[\]【】〔〕<>《》「」『』]*)[)\]】〕>》」』]")
_REMARK = re.compile(r"※\d+|必須|任意|要?入力欄?|記入欄?|選択|半角|全角|required|optional", re.IGNORECASE)
_DECORATION = re.compile(r"[\s\-_.,:;?!・、。,*※★☆●○◎■□◆◇▼▽#/→↓'\"の]+")
_ALTERNATIVES = re.compile(r"[/・、,|\n]|または|又は|もしくは|\bor\b")
_LONGEST = 60


@cache
def meaning_of(heading: str) -> Meaning | None:
    """The field that a heading stands for, or None. Line breaks, ※, （必須） and numbering do not matter."""
    text = "\n".join(plain(line) for line in heading.splitlines())
    if not text or len(text) > _LONGEST or _READING.search(text) or _OTHER_NUMBER.search(text):
        return None
    return next(filter(None, map(_meaning, _candidates(text))), None) or _common_meaning(
        _ALTERNATIVES.split(text)
    )


def kind_column(heading: str) -> Field | None:
    """The kind of user whose column a heading such as 利用者区分 ① is: one column a kind, marked with ○."""
    text = _DECORATION.sub("", _BRACKETS.sub("", plain(heading))).casefold()
    text = re.sub(r"^(?:利用者|ユーザー?)?区分", "", text)
    return next((field for pattern, field in _KIND_COLUMNS if re.fullmatch(pattern, text)), None)


def _candidates(text: str) -> list[str]:
    """What of a heading may be its meaning, the likeliest first: without brackets, line by line, inside brackets."""
    outside, inside = _BRACKETS.sub("", text), _BRACKETS.findall(text)
    return [outside, *outside.splitlines(), *inside]


def _common_meaning(parts: list[str]) -> Meaning | None:
    """What all parts of 会社名・事業所名 mean, if they mean the same."""
    meanings = [_meaning(_BRACKETS.sub("", part)) for part in parts]
    same = {meaning.field for meaning in meanings if meaning}
    return meanings[0] if len(same) == 1 and None not in meanings else None


def _meaning(candidate: str) -> Meaning | None:
    bare = _DECORATION.sub("", _REMARK.sub("", candidate)).casefold()
    for text in (bare, re.sub(r"^\d+", "", bare)):
        for pattern, meaning in _PATTERNS:
            if pattern.fullmatch(text):
                return meaning
    return _meaning_behind(_ISSUED.sub("", bare)) if _ISSUED.match(bare) else None


def _meaning_behind(text: str) -> Meaning | None:
    """What 発行されたユーザID or 登録会社名 means without who issued or registered it; 組合名 is nobody's name."""
    found = next((meaning for pattern, meaning in _PATTERNS if pattern.fullmatch(text)), None)
    return Meaning(found.field, 1) if found and len(text) > 1 else None
