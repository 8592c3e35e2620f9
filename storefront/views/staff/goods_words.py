"""The words of what staff write about goods: names of fields, choices, faults, and what a draft still lacks."""

from collections.abc import Iterable, Sequence

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.catalog.problem import Found, Problem
from storefront.catalog.publishing import Lack, Missing
from storefront.catalog.tiers import Step
from storefront.catalog.variant import Variant
from storefront.jinja import locale_code, translate, yen
from storefront.views.catalog_cards import per_unit

FIELDS: dict[str, LazyString] = {
    "slug": _l("アドレスの名前"),
    "category": _l("分類"),
    "name": _l("名前"),
    "kana": _l("よみがな"),
    "trait": _l("ひとこと（特徴）"),
    "lead": _l("紹介の一文"),
    "description": _l("この品のこと"),
    "choice": _l("選ぶものの呼び名"),
    "compare": _l("大きさなどを並べて比べる"),
    "facts": _l("くわしいこと"),
    "notes": _l("淹れかた・ご注意など"),
    "keywords": _l("検索のことば"),
    "tags": _l("特徴のしるし"),
    "sku": _l("SKU"),
    "label": _l("呼び名"),
    "benefit": _l("どんな方に"),
    "adds": _l("前の段より増えるもの"),
    "tax_class": _l("税の区分"),
    "cost": _l("仕入れ値（税別・円）"),
    "unit": _l("単位"),
    "unit_count": _l("単位の数"),
    "weight_grams": _l("重さ（g）"),
    "sides": _l("三辺（mm）"),
    "temperature": _l("運ぶ温度"),
    "published": _l("販売"),
    "picture": _l("写真"),
    "shelf": _l("倉庫の棚"),
    "parent": _l("上の分類"),
}
"""Of all that is written: product, SKU, category."""
TAX: dict[str, LazyString] = {"food": _l("飲食料品"), "goods": _l("そのほかの品")}
TEMPERATURE: dict[str, LazyString] = {"ambient": _l("常温"), "cool": _l("冷蔵")}
UNITS: dict[str, LazyString] = {"bag": _l("包"), "g": _l("g"), "ml": _l("ml")}
PROBLEMS: dict[Problem, LazyString] = {
    Problem.MISSING: _l("「%(field)s」を書いてください。"),
    Problem.TOO_LONG: _l("「%(field)s」は%(most)s文字までです。"),
    Problem.RESERVED: _l("この名前は使えません。ほかの名前にしてください。"),
    Problem.TAKEN: _l("「%(about)s」は、もうほかで使われています。"),
    Problem.FIXED: _l(
        "公開中、または売れたことがあるので、「%(about)s」から変えられません。"
    ),
    Problem.UNKNOWN: _l("「%(field)s」を一覧から選んでください。"),
    Problem.NOT_A_LEAF: _l("その分類の下にある分類を選んでください。"),
    Problem.HAS_GOODS: _l("その分類には商品があるので、下に分類を作れません。"),
    Problem.LANGUAGES_DIFFER: _l("「%(field)s」の行の数が、日本語と英語でちがいます。"),
    Problem.TOO_MANY: _l("「%(field)s」は%(most)sまでです。"),
    Problem.RANGE: _l("「%(field)s」は0から%(most)sまでの数で書いてください。"),
    Problem.BOTH_OR_NONE: _l("単位と単位の数は、両方書くか、両方空にしてください。"),
}  # fmt: skip
"""One sentence for each; CODE_SHAPE has one for slugs and one for SKUs."""
LACKS: dict[Lack, LazyString] = {
    Lack.NAME: _l("名前（%(locale)s）"),
    Lack.LEAD: _l("紹介の一文（%(locale)s）"),
    Lack.DESCRIPTION: _l("「この品のこと」の文章（%(locale)s）"),
    Lack.SKU: _l("販売するSKUを一つ（値段つき）"),
    Lack.LABEL: _l("%(about)sの呼び名（%(locale)s）"),
    Lack.TAX_CLASS: _l("%(about)sの税の区分"),
    Lack.SIZE: _l("%(about)sの重さと三辺。送料の計算に使います"),
    Lack.PICTURE: _l("写真を一枚"),
    Lack.ALT: _l("写真の説明（%(locale)s）"),
}


def language(code: str) -> str:
    """日本語 / Japanese, of a language's code."""
    return str(_("日本語")) if code == "ja" else str(_("英語"))


def field_words(name: str) -> str:
    """A field as somebody reads it: 名前（英語）for "name.en"."""
    first, _dot, locale = name.partition(".")
    words = str(
        FIELDS.get(first) or (_("値段（税込・円）") if first == "price" else _("写真の説明"))
    )
    return (
        str(_("%(field)s（%(locale)s）", field=words, locale=language(locale))) if locale else words
    )


def problem_words(found: Found) -> str:
    """A fault in a sentence."""
    if found.problem is Problem.CODE_SHAPE:
        if found.field == "sku":
            return str(
                _(
                    "半角の大文字と数字とハイフンで、%(most)s文字までで書いてください。",
                    most=found.most,
                )
            )
        return str(
            _("半角の小文字と数字とハイフンで、%(most)s文字までで書いてください。", most=found.most)
        )
    if found.problem is Problem.RANGE and found.field == "price":
        return str(_("値段は1円から9,999,999円までで書いてください。"))
    return str(PROBLEMS[found.problem]) % {
        "field": field_words(found.field),
        "about": found.about,
        "most": f"{found.most:,}",
    }


def errors_of(found: Iterable[Found]) -> dict[str, str]:
    """The faults by the ids of their fields; several of one field in one text."""
    at: dict[str, list[str]] = {}
    for one in found:
        at.setdefault(one.field.replace(".", "-").replace("_", "-"), []).append(problem_words(one))
    between = "" if locale_code() == "ja" else " "
    return {name: between.join(dict.fromkeys(words)) for name, words in at.items()}


def lack_words(missing: Sequence[Missing]) -> list[str]:
    """What a draft lacks, each once."""
    told = (
        str(LACKS[one.lack]) % {"about": one.about, "locale": language(one.locale)}
        for one in missing
    )
    return list(dict.fromkeys(told))


def lacks_sentence(missing: Sequence[Missing]) -> str:
    """The same in one sentence, for what is on sale and would lack something."""
    names = str(_("、")).join(lack_words(missing))
    return str(_("公開中の商品に欠かせないものがなくなります：%(names)s", names=names))


def step_words(step: Step, variant: Variant) -> str:
    """What a tier costs more than the one before it, and what that brings: +¥500、1包あたり−¥9."""
    more = f"{'+' if step.price > 0 else ''}{yen(step.price)}"
    if step.unit_saving:
        return str(
            _(
                "%(more)s、%(per)s%(less)s",
                more=more,
                per=per_unit(variant),
                less=yen(-step.unit_saving),
            )
        )
    adds = translate(step.adds) if step.adds else ""
    return str(_("%(more)s、%(adds)s", more=more, adds=adds)) if adds else more
