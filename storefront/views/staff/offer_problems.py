"""What is wrong with an offer, in words and at the field it lies in."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from storefront.claims.rule import Rule
from storefront.jinja import locale_code, translate
from storefront.locales import LOCALES
from storefront.offers.kinds import Kind, Placement
from storefront.offers.price_checks import MOST_PERCENT
from storefront.offers.problem import Found, Problem
from storefront.offers.wording import Tone
from storefront.offers.written import Written
from storefront.views.staff.offer_words import KINDS, PLACEMENTS

TONES: dict[Tone, LazyString] = {
    Tone.SHAMES: _l("断る方に恥をかかせる言い方です"),
    Tone.FRIGHTENS: _l("損や不安で急がせる言い方です"),
    Tone.SHOUTS: _l("感嘆符は使いません"),
    Tone.HEALS: _l("体への効きめは書けません"),
    Tone.BOASTS: _l("店の記録では証明できない言い方です"),
    Tone.BARE_FREE: _l("「送料当社負担」のように、だれが払うかを書いてください"),
}
PROBLEMS: dict[Problem, LazyString] = {
    Problem.WORDS_MISSING: _l("日本語と英語の両方を書いてください。"),
    Problem.UNPROVED: _l("「%(about)s」は、いまの記録では証明できません。%(rule)s"),
    Problem.SAYS_ITSELF: _l(
        "「%(about)s」は、本当のあいだだけ店が商品に添えます。ここには書かないでください。"
    ),
    Problem.TONE: _l("「%(about)s」：%(tone)s。"),
    Problem.DATES_REVERSED: _l("終わりが始まりより前です。"),
    Problem.OVER: _l("終わりがもう過ぎています。"),
    Problem.VALUES_REVERSED: _l("上の金額が下の金額より小さくなっています。"),
    Problem.NUMBER: _l("数が使える範囲の外です。"),
    Problem.NOWHERE: _l("出す場所を一つ以上選んでください。"),
    Problem.PLACE: _l("「%(kind)s」は%(place)sには出せません。"),
    Problem.NEXT_LOOP: _l("断られたあとが、元に戻ってしまいます。"),
    Problem.NEXT_NO_DOWNSELL: _l("断られたあとに出せるのは「お断りのあとの一つ」だけです。"),
    Problem.NEXT_TOO_LONG: _l("断られたあとの提案は一度だけです。そのあとは続けられません。"),
    Problem.NEXT_ELSEWHERE: _l("断られたあとの提案が、同じ場所に出せません。"),
    Problem.SOURCE: _l("「%(kind)s」では、この選び方は使えません。"),
    Problem.NO_GOODS: _l("商品を一つ以上書いてください。"),
    Problem.NO_TRIGGER: _l("何と替わるのか、きっかけの商品かSKUを書いてください。"),
    Problem.UNKNOWN_SKU: _l("%(about)sというSKUはありません。"),
    Problem.NOT_PUBLISHED: _l("%(about)sは、いま販売していません。"),
    Problem.UNKNOWN_TRIGGER: _l("%(about)sというものはありません。"),
    Problem.COUNT: _l("「%(kind)s」の商品の数が合いません。%(rule)s"),
    Problem.STEPS: _l("%(about)s：2点以上で、数が増えるほど値引きも大きくしてください。"),
    Problem.PERCENT_NOT_HERE: _l("「%(kind)s」では、ここに値引きは書けません。"),
    Problem.PERCENT_MISSING: _l("「%(kind)s」には値引きが要ります。"),
    Problem.PERCENT_TOO_HIGH: _l("%(about)s%%は大きすぎます。「%(kind)s」は%(most)s%%までです。"),
    Problem.ABOVE_PRICE: _l("%(about)s%%では、値引きが商品の価格に届いてしまいます。"),
    Problem.BELOW_COST: _l("%(about)sが仕入れ値を下回ります。"),
    Problem.CHEAPER_APART: _l(
        "%(about)sほか：別々に、またはちがう大きさで買うほうが安いか、同じ値段になります。"
    ),
    Problem.COSTS_SHIPPING: _l(
        "%(about)sほか：値引きで送料当社負担の金額を割り、送料込みでは高くなります。"
    ),
    Problem.NOT_DEARER: _l("「上のもの」が、替わる%(about)sより高くありません。"),
}
"""One sentence for each; `about` is what `Found` names."""
COUNTS: dict[Kind, LazyString] = {
    Kind.BUNDLE: _l("ちがう商品を2〜4点、それぞれ一度だけ書いてください。"),
    Kind.SET_OF_N: _l("一つのSKUは一度だけ書いてください。"),
    Kind.QUANTITY_LADDER: _l("一つのSKUに3段までです。"),
    Kind.UP_SELL: _l("替わりの商品を一つだけ書いてください。"),
}
AT: dict[Problem, str] = {
    Problem.DATES_REVERSED: "ends",
    Problem.OVER: "ends",
    Problem.VALUES_REVERSED: "goods-to",
    Problem.NOWHERE: "at-product",
    Problem.NEXT_LOOP: "next",
    Problem.NEXT_NO_DOWNSELL: "next",
    Problem.NEXT_TOO_LONG: "next",
    Problem.NEXT_ELSEWHERE: "next",
    Problem.SOURCE: "source",
    Problem.NO_TRIGGER: "variants",
    Problem.PERCENT_MISSING: "percent",
    Problem.PERCENT_TOO_HIGH: "percent",
    Problem.ABOVE_PRICE: "percent",
    Problem.PERCENT_NOT_HERE: "percent",
}
"""The field of a problem that lies always in one; all others are found by what they are about, or lie in the goods."""
STEPPED = {
    Problem.PERCENT_MISSING,
    Problem.PERCENT_TOO_HIGH,
    Problem.ABOVE_PRICE,
    Problem.PERCENT_NOT_HERE,
}
"""Of these the per cent may stand with the goods."""


def problem_words(found: Found, written: Written) -> str:
    """The problem in a sentence."""
    kind = written.kind
    return str(PROBLEMS[found.problem]) % {
        "about": found.about,
        "kind": KINDS[kind],
        "tone": TONES[found.because] if isinstance(found.because, Tone) else "",
        "rule": _rule_words(found, kind),
        "place": PLACEMENTS[Placement(found.about)] if found.problem is Problem.PLACE else "",
        "most": MOST_PERCENT.get(kind, 0),
    }


def problem_field(found: Found, written: Written) -> str:
    """The id of the field in which it can be mended."""
    about, stepped = found.about, any(good.percent_off for good in written.goods)
    laddered = written.kind is Kind.QUANTITY_LADDER
    match found.problem:
        case Problem.WORDS_MISSING:
            field = about.replace(".", "-")
        case Problem.UNPROVED | Problem.SAYS_ITSELF | Problem.TONE:
            field = _text_with(about, written)
        case Problem.PLACE:
            field = f"at-{about}"
        case Problem.UNKNOWN_TRIGGER:
            field = _trigger_with(about, written)
        case Problem.NUMBER if not about:
            field = "rollout"
        case problem if problem in STEPPED and (stepped or laddered):
            field = "goods"
        case problem:
            field = AT.get(problem, "goods")
    return field


def errors_of(found: list[Found], written: Written) -> dict[str, str]:
    """The problems by the fields they lie in; several of one field in one text."""
    at: dict[str, list[str]] = {}
    for one in found:
        words = at.setdefault(problem_field(one, written), [])
        if (text := problem_words(one, written)) not in words:
            words.append(text)
    between = "" if locale_code() == "ja" else " "
    return {name: between.join(words) for name, words in at.items()}


def _rule_words(found: Found, kind: Kind) -> str:
    if found.problem is Problem.COUNT:
        return str(COUNTS[kind])
    return translate(found.because.words) if isinstance(found.because, Rule) else ""


def _text_with(word: str, written: Written) -> str:
    texts = {"title": written.title, "reason": written.reason}
    places = ((name, code) for name in texts for code in LOCALES)
    return next(
        (f"{name}-{code}" for name, code in places if word in texts[name].get(code, "")),
        "reason-ja",
    )


def _trigger_with(code: str, written: Written) -> str:
    if code in written.products:
        return "products"
    return "categories" if code in written.categories else "variants"
