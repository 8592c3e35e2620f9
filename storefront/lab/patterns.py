"""The registry of the shop's UX patterns, and the state a visitor has put them in: all on, or some switched off.

A state is the set of what is off; the shop as it is has nothing off. Prices never depend on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from storefront.locales import Text

ALL = "all"
"""Stands for every pattern in a link: `?lab=all:off` is the shop without any of them."""
LONGEST_WISH = 500
"""Letters of a link that are read."""


class Pattern(StrEnum):
    """What can be switched, by the name links use."""

    SHIPPING_EARLY = "shipping_early"
    GUEST_CHECKOUT = "guest_checkout"
    SKU_RADIO = "sku_radio"
    TIERS = "tiers"
    DIALOG = "dialog"
    FREE_SHIPPING_LINE = "free_shipping_line"
    GAP_FILLER = "gap_filler"
    SWAP_TO_SET = "swap_to_set"
    BUNDLE = "bundle"
    THANK_YOU_OFFER = "thank_you_offer"
    DOWNSELL = "downsell"
    PAYMENT_METHODS_EARLY = "payment_methods_early"


Off = frozenset[Pattern]
"""A state: what is switched off."""
NOTHING_OFF: Off = frozenset()
"""The shop as it is."""


@dataclass(frozen=True)
class Described:
    """A pattern for people: its name, what it claims in one line, where it lives, and what stands there when it is off."""

    code: Pattern
    name: Text
    claim: Text
    where: Text
    instead: Text


def wished(text: str, off: Off) -> Off:
    """The state after a wish like "dialog:off,tiers:on" or "all:off,dialog:on", read from left to right.

    What names no pattern or no state changes nothing; of a wish longer than LONGEST_WISH only that much is read. Safe
    to repeat.
    """
    for part in text[:LONGEST_WISH].split(","):
        name, _colon, state = (piece.strip().lower() for piece in part.partition(":"))
        meant = frozenset(one for one in Pattern if name in (one.value, ALL))
        if state == "off":
            off |= meant
        elif state == "on":
            off -= meant
    return off


def encoded(off: Iterable[Pattern]) -> str:
    """A state as a cookie carries it: names in the registry's order, "" for the shop as it is."""
    gone = frozenset(off)
    return ",".join(one.value for one in Pattern if one in gone)


def decoded(text: str) -> Off:
    """The state that `encoded` wrote; names that are no patterns any more are left out."""
    names = text.split(",")
    return frozenset(one for one in Pattern if one.value in names)


def described(code: Pattern) -> Described:
    """A pattern in words."""
    return next(one for one in PATTERNS if one.code is code)


def _text(ja: str, en: str) -> Text:
    return {"ja": ja, "en": en}


PATTERNS = (
    Described(
        Pattern.SHIPPING_EARLY,
        _text("送料を先に見せる", "Shipping shown early"),
        _text(
            "送料を最後の画面で知らされて驚く人がいなくなります。",
            "Nobody meets the shipping cost as a surprise on the last screen.",
        ),
        _text(
            "どのページでも上の帯、商品のページ、カートに入れたあとの小窓、カート、はじめのページ",
            "The line on top of every page, the product page, the pop-up, the cart and the home page",
        ),
        _text(
            "送料はご注文手続きでお知らせします。確定の前には、必ず総額をお見せします。",
            "The cost of shipping is told in checkout; the whole sum still stands there before the order.",
        ),
    ),
    Described(
        Pattern.GUEST_CHECKOUT,
        _text("登録なしで買う", "Guest checkout"),
        _text(
            "手続きの入り口で引き返す人が減ります。",
            "Fewer people turn back at the door of checkout.",
        ),
        _text("ご注文手続きの入り口", "The way into checkout"),
        _text(
            "お届け先の前に、メールアドレスだけをうかがう画面が入ります。会員登録のしくみはまだないので、パスワードはありません。",
            "A page before the address asks for the e-mail alone. There are no accounts yet, so it asks no password.",
        ),
    ),
    Described(
        Pattern.SKU_RADIO,
        _text("並べて選ぶ種類", "Sizes side by side"),
        _text(
            "開かなくても全部の種類と値段が見え、比べる手間が減ります。",
            "Every size and price is in sight without opening anything, so comparing takes less effort.",
        ),
        _text("商品のページの購入欄", "The buying part of the product page"),
        _text("種類は一覧から選びます。", "The sizes are options of a drop-down list."),
    ),
    Described(
        Pattern.TIERS,
        _text("三段の比べ方", "Three tiers compared"),
        _text(
            "値段の差で何が得られるかが言葉で分かり、ちょうどよい段を選べます。",
            "What the step in price brings is said in words, so the right tier is easier to pick.",
        ),
        _text("三つの大きさがある商品のページ", "Pages of products in three sizes"),
        _text(
            "段の差や理由を添えず、種類と値段だけを並べます。",
            "A plain list of sizes and prices, without the steps between them or reasons.",
        ),
    ),
    Described(
        Pattern.DIALOG,
        _text("カートに入れたあとの小窓", "Pop-up after adding"),
        _text(
            "入ったことと合計がその場で分かり、買い忘れにも気づけます。",
            "What went in and what it comes to is seen on the spot, and what was forgotten comes to mind.",
        ),
        _text("カートに入れたあと", "After something was put in the cart"),
        _text("そのままカートのページへ移ります。", "One is taken straight to the cart."),
    ),
    Described(
        Pattern.FREE_SHIPPING_LINE,
        _text("送料当社負担までの線", "Bar to free shipping"),
        _text(
            "あといくらで送料がかからなくなるかが、計算なしで分かります。",
            "How far it is until the shop pays the shipping is seen without sums.",
        ),
        _text("商品のページ、小窓、カート", "The product page, the pop-up and the cart"),
        _text(
            "いくら以上で当社が負担するかを、言葉だけで書きます。",
            "Only the rule in words: from what sum the shop pays.",
        ),
    ),
    Described(
        Pattern.GAP_FILLER,
        _text("送料の差を埋める品", "Something to close the gap"),
        _text(
            "あと少しのときに、同じ箱に入る小さな品を選べます。",
            "When little is missing, a small thing that fits the same parcel is at hand.",
        ),
        _text("カート", "The cart"),
        _text("そのための品は出しません。", "Nothing is suggested to reach it."),
    ),
    Described(
        Pattern.SWAP_TO_SET,
        _text("まとめ買いや上の品への差し替え", "Swap to a set"),
        _text(
            "同じ品をいくつか買う人が、一回押すだけで一つあたり安く買えます。",
            "Who buys several pays less for each, with one tap and a way back.",
        ),
        _text(
            "カートの各行、小窓、商品のページ", "Lines of the cart, the pop-up and the product page"
        ),
        _text(
            "差し替えは勧めません。割引のある数を入れれば、値段は同じように下がります。",
            "No swap is suggested; the price still falls for whoever takes that many.",
        ),
    ),
    Described(
        Pattern.BUNDLE,
        _text("組み合わせのセット", "Bundle"),
        _text(
            "一緒に使う品を、別々より少し安くまとめて選べます。",
            "Things used together can be had at once, a little below their sum.",
        ),
        _text("商品のページとカート", "The product page and the cart"),
        _text(
            "セットは勧めません。そろえて入れれば、割引は同じように入ります。",
            "No set is suggested; whoever puts all of it in the cart gets the same discount.",
        ),
    ),
    Described(
        Pattern.THANK_YOU_OFFER,
        _text("ご注文のあとの提案", "Offer after the order"),
        _text(
            "買い終えてから、同じ箱に、送料を足さずに品を足せます。",
            "After the order something can still join the same parcel at no shipping.",
        ),
        _text("ご注文ありがとうございますのページ", "The thank-you page"),
        _text("お礼とこのあとの流れだけです。", "Thanks and what happens next, nothing else."),
    ),
    Described(
        Pattern.DOWNSELL,
        _text("断ったあとの小さな提案", "Smaller offer after a no"),
        _text(
            "大きすぎた人に、合う大きさを一度だけ示せます。",
            "For whom it was too much, what fits is shown once.",
        ),
        _text("おすすめを断った場所", "Where a suggestion was refused"),
        _text("断れば、それきり何も勧めません。", "A no is followed by silence at once."),
    ),
    Described(
        Pattern.PAYMENT_METHODS_EARLY,
        _text("お支払い方法を先に見せる", "Payment methods shown early"),
        _text(
            "使いたい方法があるかを、入力の前に確かめられます。",
            "Whether one's own way to pay is there is known before anything is typed.",
        ),
        _text(
            "商品のページ、カート、はじめのページ、ページの下",
            "The product page, the cart, the home page and the footer",
        ),
        _text(
            "お支払い方法と手数料は、お支払いの画面でお知らせします。",
            "The ways to pay and their fees are told at the payment step.",
        ),
    ),
)
