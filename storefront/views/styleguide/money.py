"""Samples: sums, shipping, and what is missing until the shop pays it."""

from dataclasses import replace

from storefront.quoting.quote import Quote
from storefront.shipping.prefectures import Prefecture
from storefront.views import current
from storefront.views.frame import delivery_line
from storefront.views.free_line import free_line
from storefront.views.snapshot import snapshot
from storefront.views.styleguide.costs import (
    FEW,
    MUCH,
    MUG,
    OKINAWA,
    POUCH,
    SOME,
    TARIFF,
    TOKYO,
    parcel_change,
    priced,
)
from storefront.views.styleguide.sample import Room, Sample, both, part, said
from storefront.views.sums import quote_sums


def samples() -> list[Sample]:
    """Totals, the way to free shipping, the delivery line."""
    return [*_totals(), *_gaps(), *_terms(), *_changes(), *_delivery_lines()]


def _totals() -> list[Sample]:
    return [
        part("totals.totals", "range", both("地域がわかる前", "Before the region is known"), quote_sums(priced(SOME))),
        part("totals.totals", "known", both("東京へ", "To Tokyo"), quote_sums(priced(SOME, TOKYO))),
        part("totals.totals", "fee", both("代金引換", "Cash on delivery"), quote_sums(priced(SOME, TOKYO, "cod"))),
        part("totals.totals", "paid-by-shop", both("送料は当社", "The shop pays the shipping"), quote_sums(priced(MUCH, TOKYO))),
    ]  # fmt: skip


def _gaps() -> list[Sample]:
    return [
        _gap(
            "far",
            "遠い（カートでは出さない）",
            "Far (the cart does not show it)",
            priced(FEW, TOKYO),
        ),
        _gap("near", "近い", "Near", priced(SOME, TOKYO)),
        _gap("unknown", "地域がわかる前", "Before the region is known", priced(SOME)),
        _gap("reached", "届いた", "Reached", priced(MUCH, TOKYO)),
    ]


def _gap(state: str, ja: str, en: str, quote: Quote) -> Sample:
    return part("gap.gap", state, both(ja, en), free_line(quote.sent), id=f"gap-{state}")


def _terms() -> list[Sample]:
    frame, line = replace(snapshot(), tariff=TARIFF), free_line(priced(SOME).sent)
    delivery = delivery_line(frame, None, current.locale())
    cool = replace(delivery, cool=said("クール便", "Refrigerated parcel"))
    mixed = free_line(priced(SOME).sent, cool=True)
    return [
        part("gap.gap_terms", "region", both("地域の例外", "A region left out"), delivery, line),
        part("gap.gap_terms", "cool", both("冷蔵の品も", "And cool goods"), cool, mixed),
    ]


def _changes() -> list[Sample]:
    dearer, cheaper = parcel_change(POUCH, POUCH + MUG), parcel_change(POUCH + MUG, POUCH)
    line = "shipping_change.shipping_change_line"
    return [
        part(line, "before", both("足す前", "Before it is added"), dearer),
        part(line, "done", both("足したあと", "After it was added"), dearer, done=True),
        part("shipping_change.shipping_change_words", "done", both("文だけ", "The sentence alone"), dearer, done=True),
        part(line, "cheaper", both("減らしたあと", "After it was taken out"), cheaper, done=True),
    ]  # fmt: skip


def _delivery_lines() -> list[Sample]:
    return [
        _delivery_line("unknown", "地域がわかる前", "Before the region is known", None),
        _delivery_line("tokyo", "東京", "Tokyo", TOKYO),
        _delivery_line("okinawa", "沖縄（当社負担なし）", "Okinawa (the shop never pays)", OKINAWA),
    ]


def _delivery_line(state: str, ja: str, en: str, area: Prefecture | None) -> Sample:
    line = delivery_line(replace(snapshot(), tariff=TARIFF), area, current.locale())
    return part("delivery_line.delivery_words", state, both(ja, en), line, room=Room.WIDE)
