"""The fields the audit tells of, in words: their names and what stands in them. What has no word here keeps its plain name."""

import json
from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.locales import LOCALES
from storefront.views.staff import goods_words, offer_changes
from storefront.views.staff.setting_forms import FORMS, fields_of, label_of

GOODS = ("product", "sku", "category")
NAMES: dict[str, LazyString] = {
    "active": _l("在籍"),
    "alt": _l("写真の説明"),
    "amount": _l("金額（円）"),
    "because": _l("わけ"),
    "bulk": _l("まとめて"),
    "by": _l("どの方法で"),
    "by_hand": _l("手で返金"),
    "changed": _l("変わった行"),
    "closed": _l("休止"),
    "codes": _l("コードの数"),
    "days": _l("日"),
    "demo": _l("お試し用"),
    "difference": _l("差額（円）"),
    "done": _l("できたもの"),
    "email": _l("メールアドレス"),
    "encoding": _l("文字コード"),
    "factor": _l("二つ目の確認"),
    "factors": _l("二つ目の確認"),
    "fee": _l("手数料（円）"),
    "fields": _l("変わった項目"),
    "for_packers": _l("出荷の注意"),
    "free": _l("売れる数"),
    "from": _l("はじまる時"),
    "kind": _l("種類"),
    "left": _l("飛ばしたもの"),
    "letters": _l("文字数"),
    "like": _l("もとにしたもの"),
    "locale": _l("表示の言語"),
    "mail": _l("メール"),
    "mails": _l("メールの数"),
    "name": _l("名前"),
    "near": _l("近くに寄せて見せる"),
    "new": _l("新しい行"),
    "note": _l("メモ"),
    "notes": _l("メモの数"),
    "numbers": _l("番号"),
    "offers": _l("おすすめ"),
    "on_hand": _l("棚にあるはずの数"),
    "open": _l("発送する日"),
    "orders": _l("注文の数"),
    "parcels": _l("荷物"),
    "payment": _l("お支払い"),
    "percent": _l("税率（%）"),
    "pictures": _l("写真の順"),
    "pieces": _l("点数"),
    "position": _l("順"),
    "price": _l("値段（円）"),
    "promised_on": _l("お届けの予定"),
    "query": _l("絞り込み"),
    "reason": _l("わけ"),
    "received": _l("入金（円）"),
    "reference": _l("照合の手がかり"),
    "refund": _l("返金の番号"),
    "refunded": _l("返金（円）"),
    "refused": _l("読めなかった行"),
    "reimbursement": _l("振り込む返金の番号"),
    "related": _l("一緒に使うもの"),
    "remedy": _l("直し方"),
    "replaced": _l("入れ替え"),
    "role": _l("役割"),
    "same": _l("同じだった行"),
    "searched": _l("ことばで探した"),
    "session": _l("サインインの番号"),
    "sessions_ended": _l("終えたサインイン"),
    "shared": _l("みんなで使う"),
    "shipping": _l("送料（円）"),
    "skipped": _l("飛ばしたもの"),
    "skus": _l("SKUの順"),
    "source": _l("どこから"),
    "starts_on": _l("はじまる日"),
    "state": _l("状態"),
    "subject": _l("対象"),
    "switched_on": _l("在籍に戻した"),
    "total": _l("合計（円）"),
    "tracking": _l("送り状番号"),
    "until": _l("終わる時"),
    "version": _l("版"),
    "views": _l("保存した絞り込みの数"),
    "way": _l("届け方"),
    "why": _l("わけ"),
}
"""Of all but goods, offers and sheets of settings, which have their own."""


def name_of(subject: str, field: str) -> str:
    """What a field is called at the desk; empty where it has no word."""
    noun = subject.partition(":")[0]
    words: Mapping[str, object] = NAMES
    if noun in GOODS:
        words = NAMES | goods_words.FIELDS
    elif noun == "offer":
        words = NAMES | offer_changes.NAMES
    elif subject in FORMS or noun in FORMS:
        words = NAMES | {one.name: label_of(one) for one in fields_of(subject)}
    return str(words.get(field, ""))


def value_of(value: Any) -> str:
    """What stands in it, as somebody reads it; both languages of a text."""
    match value:
        case None:
            return ""
        case bool():
            return str(_("はい") if value else _("いいえ"))
        case dict() if value and set(value) <= set(LOCALES):
            return " / ".join(str(value[code]) for code in LOCALES if value.get(code))
        case list() if all(isinstance(one, str | int) for one in value):
            return str(_("、")).join(map(str, value))
        case str():
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)
