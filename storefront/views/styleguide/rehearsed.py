"""Samples: what stands beside the form of an offer that staff write."""

from flask import get_template_attribute
from markupsafe import Markup

from storefront.views.staff.offer_rehearsal import (
    Bench,
    Meeting,
    Rehearsal,
    Ruling,
    Sight,
    Trouble,
)
from storefront.views.styleguide.offered import set_of_three
from storefront.views.styleguide.sample import Sample, both, fragment, said

FRAGMENT = "staff/_offer_rehearsal.html"


def samples() -> list[Sample]:
    """With much to be mended, and ready to be published."""
    return [
        fragment(FRAGMENT, "wrong", both("直すところがある", "Not yet"), lambda: {"rehearsal": _wrong()}),
        fragment(FRAGMENT, "ready", both("公開できる", "Ready"), lambda: {"rehearsal": _ready()}),
    ]  # fmt: skip


def _wrong() -> Rehearsal:
    troubles = [
        Trouble("reason-ja", said("「後悔」：損や不安で急がせる言い方です。", "“regret”: this hurries people with loss or worry.")),
        Trouble("goods", said("NO-SUCHというSKUはありません。", "There is no SKU NO-SUCH.")),
    ]  # fmt: skip
    sights = [Sight(said("カートの合計の下", "Below the cart’s total"), words=[said("このカートに合う商品がありません。", "Nothing goes with this cart.")])]  # fmt: skip
    wrong = [said("NO-SUCHは、いま販売していません", "NO-SUCH is not on sale at present")]
    return Rehearsal(troubles, [], sights, [], [], wrong, "")


def _ready() -> Rehearsal:
    name = said("カートの各品の下", "Below a line of the cart")
    turns = said("一度に出るのは、どちらか一つです。", "Only one is shown at a time.")
    title = both("三袋まとめて", "Three pouches at once")
    other = both("大きいほうの袋", "The larger pouch")
    first = Ruling("three-pouches", title, True, True, said("表示します", "shown"))
    second = Ruling("larger-pouch", other, False, False, said("ほかのおすすめの番です", "another one has its turn"))  # fmt: skip
    return Rehearsal(
        [],
        [Meeting("larger-pouch", turns)],
        [Sight(name, [("ja", _drawn())])],
        [Bench(name, [first], [second])],
        [("SLEEP-90", 1)],
        [],
        said("はじめての方", "First-time visitors"),
    )


def _drawn() -> Markup:
    block = get_template_attribute("components/offer.html", "offer_block")
    return Markup(block(set_of_three(), heading=4))  # samples of ours  # nosec B704
