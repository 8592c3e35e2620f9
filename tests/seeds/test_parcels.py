"""The goods of the shop and the ways they travel: what goes through a letterbox, what is kept cool."""

from collections.abc import Sequence
from datetime import datetime

from flask import Flask

from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.limits import Excess, Limit, Limits
from storefront.shipping.load import NOTHING, Load, piece


def letterbox(now: datetime) -> Limits:
    sending = load_tariff(now).sending("postbox")
    assert sending is not None
    return sending.limits


def load(skus: Sequence[str]) -> Load:
    found = {variant.sku: variant for variant in db.session.query(Variant)}
    return sum((piece(found[sku].price, found[sku].weight_grams, found[sku].sides) for sku in skus), NOTHING)  # fmt: skip


def test_flat_packs_go_through_a_letterbox_and_nothing_else_does(
    shop: Flask, now: datetime
) -> None:
    box = letterbox(now)
    flat = {
        variant.sku
        for variant in db.session.query(Variant).filter_by(temperature="ambient")
        if box.excess(load([variant.sku])) is None
    }
    assert flat == {
        "SLEEP-15", "RELAX-15", "MORNING-15", "GINGER-15", "ROSE-15", "CHAMOMILE-20",
        "SENCHA-50", "SENCHA-100", "GENMAI-REFILL",
        "LINEN-NATURAL", "LINEN-INDIGO", "LINEN-PAIR",
    }  # fmt: skip


def test_two_small_pouches_share_a_letterbox_and_three_do_not(shop: Flask, now: datetime) -> None:
    box = letterbox(now)
    assert box.volume == 1_920_672, "312 × 228 × 30 mm, nine tenths of it"
    assert box.excess(load(["SLEEP-15", "RELAX-15"])) is None
    third = box.excess(load(["SLEEP-15", "RELAX-15", "MORNING-15"]))
    assert third == Excess(Limit.VOLUME, 1_920_672, 3 * 180 * 130 * 28)


def test_two_towels_fit_and_a_third_is_worth_too_much(shop: Flask, now: datetime) -> None:
    box = letterbox(now)
    assert box.excess(load(["LINEN-NATURAL", "LINEN-INDIGO"])) is None
    assert box.excess(load(["LINEN-NATURAL"] * 3)) == Excess(Limit.VALUE, 3000, 3960)


def test_what_is_kept_cool_says_so_and_nothing_else_does(shop: Flask) -> None:
    cool = set()
    for product in db.session.query(Product):
        says = [fact["text"]["ja"] for fact in product.facts if fact["label"]["ja"] == "お届け"]
        temperatures = {variant.temperature for variant in product.variants}
        assert len(temperatures) == 1, product.slug
        assert says == (["クール便（冷蔵）"] if temperatures == {"cool"} else []), product.slug
        if says:
            cool.add(product.slug)
    assert cool == {"matcha-ganache", "hojicha-ganache"}
