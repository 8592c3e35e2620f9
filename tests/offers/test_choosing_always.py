"""Whatever lies in the cart, whatever is on offer, whatever somebody did before: these hold always."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

from storefront.catalog.variant import Variant
from storefront.checkout.addition import brought_by, goods_of
from storefront.offers.accepting import Piece
from storefront.offers.gate import in_control, why_not
from storefront.offers.goods import Candidate, Idea
from storefront.offers.kinds import MOST_SHOWN, PLACES, REPLACING, Kind, Placement
from storefront.quoting.quote import Quote
from tests.offers.lots import Lot, lots, with_an_offer
from tests.offers.pure import NOW

MONTH = timedelta(days=30)
OF_WHAT_IS_THERE = frozenset({Kind.BUNDLE, Kind.SET_OF_N, Kind.QUANTITY_LADDER})
"""These may name what is in the cart already: as a part, or as more of it."""


def test_the_lots_show_every_kind_wherever_it_may_stand() -> None:
    found = Counter((one.shown.terms.kind, one.placement) for one in with_an_offer() if one.shown)
    wanted = {(kind, place) for kind in Kind if kind is not Kind.DOWNSELL for place in PLACES[kind]}
    assert set(found) == wanted
    assert min(found.values()) >= 5, found
    assert len(with_an_offer()) * 10 > len(lots())


def test_only_what_may_be_shown_is_shown() -> None:
    for lot in with_an_offer():
        assert lot.shown
        terms, history = lot.shown.terms, lot.who.history
        assert terms in lot.offers and terms.on(NOW) and lot.placement in terms.placements
        assert why_not(terms, lot.asked, lot.who, NOW) is None
        assert not (lot.who.nobody or history.offers_off or in_control(lot.who.key))
        for one in history.of(terms.id):
            for moment in (one.refused_at, one.accepted_at):
                assert moment is None or NOW - moment >= MONTH
        assert not any(
            one.refused_at and one.visit == "now" for one in history.at(lot.placement.value)
        )


def test_nothing_that_was_refused_in_this_visit_comes_back_under_another_offer() -> None:
    lately = [
        (lot, set(one.goods.split()))
        for lot in lots()
        for one in lot.who.history.shown
        if one.refused_at and one.visit == "now"
    ]
    assert sum(1 for lot, _refused in lately if lot.shown) > 20
    for lot, refused in lately:
        for one in lot.shown.goods if lot.shown else ():
            good = f"{one.candidate.product_id}:{one.candidate.sku}"
            bundled = lot.shown.terms.kind is Kind.BUNDLE and one.candidate.sku in lot.at.skus  # type: ignore[union-attr]
            assert bundled or good not in refused


def test_goods_can_be_had_and_there_are_never_more_than_three() -> None:
    for lot in with_an_offer():
        assert lot.shown
        held = {item.sku: item.quantity for item in lot.at.items}
        new = [one for one in lot.shown.goods if one.candidate.sku not in held]
        assert 1 <= len(lot.shown.goods) <= 4
        assert len(new) <= MOST_SHOWN[lot.placement] <= 3
        for one in lot.shown.goods:
            assert one.quantity <= one.candidate.left
        if lot.at.as_it_is().sendable:
            assert lot.quoted(lot.accepted()).sendable


def test_nothing_is_proposed_that_is_there_or_stands_in_its_place() -> None:
    for lot in with_an_offer():
        assert lot.shown
        held = lot.at.skus
        kind = lot.shown.terms.kind
        goods = [one.candidate for one in lot.shown.goods]
        if kind not in OF_WHAT_IS_THERE:
            assert not {one.sku for one in goods} & held
        if kind not in OF_WHAT_IS_THERE | REPLACING:
            assert not {one.product_id for one in goods} & lot.at.products
            assert len({one.product_id for one in goods}) == len(goods)
            for one in goods:
                alike = one.category_id in lot.at.categories
                assert not alike or one.because.idea in {Idea.STAFF, Idea.TOGETHER}
        if kind is Kind.BUNDLE and lot.placement is not Placement.PRODUCT:
            assert not any(
                one.product_id in lot.at.products and one.sku not in held for one in goods
            )


def test_what_is_shown_is_what_is_charged() -> None:
    for lot in with_an_offer():
        assert lot.shown
        before, after = lot.at.as_it_is(), lot.quoted(lot.accepted())
        more = after.paid_goods - before.paid_goods
        first = lot.shown.goods[0]
        match lot.shown.terms.kind:
            case Kind.UP_SELL | Kind.SET_OF_N:
                assert more == lot.shown.more
                assert after.discount - before.discount >= lot.shown.saving
            case Kind.BUNDLE:
                assert more == lot.shown.price - _there(lot)
                if [one.code for one in after.adjustments] == [lot.shown.terms.code]:
                    assert _lines(after).items() >= _prices_of_whole_lines(lot, after).items()
            case Kind.QUANTITY_LADDER:
                alone = lot.quoted([first.candidate.item(first.quantity)])
                assert alone.paid_goods <= first.price
            case Kind.THANK_YOU:
                off = -(-first.full * lot.shown.terms.percent_off // 100)
                assert first.price == first.full - off
            case _:
                assert all(one.price == one.full for one in lot.shown.goods)
                assert more <= first.price, "what the cart saves by it may come on top"
                assert lot.at.deals or more == first.price


def test_what_joins_an_order_is_charged_as_shown_each_thing_of_it_and_any_two() -> None:
    """By the rule that writes the addition down, for whatever is chosen of the one to three things."""
    joining = [lot.shown for lot in with_an_offer() if lot.placement is Placement.THANK_YOU]
    assert any(len(one.goods) > 1 and one.saving for one in joining if one)
    for made in joining:
        assert made
        for count in range(1, len(made.goods) + 1):
            for chosen in combinations(made.goods, count):
                pieces = [Piece(one.candidate.sku, one.quantity, one.price) for one in chosen]
                wanted = {_sold(one.candidate): one.quantity for one in chosen}
                assert goods_of(wanted, brought_by(made.terms, pieces)) == sum(
                    one.price for one in pieces
                )


def _sold(one: Candidate) -> Variant:
    return Variant(id=one.variant_id, sku=one.sku, price=one.price)


def _lines(after: Quote) -> dict[str, int]:
    """What each line of a cart is charged."""
    shared = zip(after.items, after.shares, strict=True)
    return {item.sku: item.amount - share for item, share in shared}


def _prices_of_whole_lines(lot: Lot, after: Quote) -> dict[str, int]:
    """What the cards say of each part that is all there is of its line."""
    assert lot.shown
    counts = {item.sku: item.quantity for item in after.items}
    return {
        one.candidate.sku: one.price
        for one in lot.shown.goods
        if counts[one.candidate.sku] == one.quantity
    }


def _there(lot: Lot) -> int:
    """Yen of a bundle's parts that are in the cart already."""
    assert lot.shown
    held = {item.sku: item.quantity for item in lot.at.items}
    return sum(
        min(one.quantity, held.get(one.candidate.sku, 0)) * one.candidate.price
        for one in lot.shown.goods
    )


def test_what_is_shown_holds_alone_when_nothing_else_takes_anything_off() -> None:
    """A set, a bundle and a step cost what they say in an empty cart that only they apply to."""
    for lot in with_an_offer():
        assert lot.shown
        if lot.shown.terms.kind in {Kind.BUNDLE, Kind.SET_OF_N}:
            goods = [one.candidate.item(one.quantity) for one in lot.shown.goods]
            assert lot.quoted(goods).paid_goods <= lot.shown.price


def test_no_offer_makes_the_sending_dearer_without_saying_so() -> None:
    for lot in with_an_offer():
        assert lot.shown
        before, after = lot.at.as_it_is(), lot.quoted(lot.accepted())
        said = lot.shown.goods[0].sending
        for was, now in zip(before.sent.prices, after.sent.prices, strict=True):
            if was is not None and now is not None:
                assert now - was <= max(0, said.most)


def test_no_offer_takes_the_shop_s_paying_for_the_sending_away() -> None:
    """What it takes off could bring the goods below the value from which the shop pays."""
    paid = [lot for lot in with_an_offer() if lot.at.as_it_is().gap == 0]
    assert len(paid) > 50
    for lot in paid:
        assert not lot.quoted(lot.accepted()).gap


def test_taking_an_offer_and_then_removing_it_gives_the_old_quote_back() -> None:
    figures = ("goods", "discount", "shipping_least", "shipping_most", "total", "gap", "tax")
    for lot in with_an_offer():
        before = {item.sku: item for item in lot.at.items}
        after = {item.sku: item for item in lot.accepted()}
        kept = [
            replace(after[sku], quantity=before[sku].quantity) for sku in after if sku in before
        ]
        back = [item for sku, item in before.items() if sku not in after]
        again, was = lot.quoted([*kept, *back]), lot.at.as_it_is()
        for figure in figures:
            assert getattr(again, figure) == getattr(was, figure)


def test_the_same_visitor_is_told_the_same_all_day_in_whatever_order_offers_come() -> None:
    for lot in with_an_offer()[::3]:
        assert lot.shown
        turned = replace(lot, offers=lot.offers[::-1]).shown
        assert turned and turned.terms.id == lot.shown.terms.id


def test_nobody_is_shown_anything_who_is_nobody_or_wants_nothing() -> None:
    for lot in with_an_offer()[::3]:
        history = replace(lot.who.history, offers_off=True)
        for somebody in (replace(lot.who, nobody=True), replace(lot.who, history=history)):
            assert replace(lot, who=somebody).shown is None
