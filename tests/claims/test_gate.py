"""The gate: what cannot be proved is not published, what is no longer true is not shown."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import revision
from storefront.catalog import price, stock
from storefront.catalog.variant import FEW, Variant
from storefront.claims import gate
from storefront.claims.claim import Claim, Kind, Left, Until, Was
from storefront.claims.rule import WORDS, CannotProve, Rule
from storefront.clock import day_begins, shop_day
from storefront.extensions import db
from tests.support.statements import statements

DAY = timedelta(days=1)


def variant(sku: str) -> Variant:
    return db.session.scalars(select(Variant).where(Variant.sku == sku)).one()


def shown(sku: str, now: datetime) -> list[Kind]:
    return [
        one.kind for one in gate.shown_for(variant(sku).product_id, now) if one.subject.sku == sku
    ]


def refusal(sku: str, kind: Kind, now: datetime) -> Rule:
    with pytest.raises(CannotProve) as refused:
        gate.publish(variant(sku), kind, now)
    return refused.value.rule


def raised_at(sku: str, at: datetime, yen: int, now: datetime) -> None:
    price.schedule_price(variant(sku), yen, at, now)


def test_every_rule_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(Rule)
    assert all(words["ja"].endswith("。") and words["en"].endswith(".") for words in WORDS.values())


def test_a_lowered_price_is_proved_published_and_shown(shop: Flask, now: datetime) -> None:
    gate.withdraw(variant("LINEN-NATURAL"), Kind.WAS)
    assert shown("LINEN-NATURAL", now) == []
    before = revision.current()
    proof = gate.publish(variant("LINEN-NATURAL"), Kind.WAS, now)
    assert isinstance(proof, Was)
    assert (proof.past.price, proof.saving, proof.past.days) == (1540, 220, 48)
    assert shown("LINEN-NATURAL", now) == [Kind.WAS]
    assert revision.current() == before + 1


def test_publishing_twice_is_publishing_once(shop: Flask, now: datetime) -> None:
    gate.publish(variant("LINEN-NATURAL"), Kind.WAS, now)
    before = revision.current()
    gate.publish(variant("LINEN-NATURAL"), Kind.WAS, now + DAY)
    assert revision.current() == before
    mine = select(Claim).where(Claim.variant_id == variant("LINEN-NATURAL").id)
    assert len(db.session.scalars(mine).all()) == 1


def test_it_goes_silent_by_itself_when_two_weeks_have_passed(shop: Flask, now: datetime) -> None:
    gate.publish(variant("LINEN-NATURAL"), Kind.WAS, now)
    last = day_begins(shop_day(now)) + 5 * DAY
    assert shown("LINEN-NATURAL", last) == [Kind.WAS]
    assert shown("LINEN-NATURAL", last + DAY) == []
    verdict = next(
        one for one in gate.verdicts(last + DAY) if one.asked.subject.sku == "LINEN-NATURAL"
    )
    assert (verdict.rule, verdict.asked.published) == (Rule.TOO_LONG_AGO, True)


def test_a_price_raised_back_ends_the_comparison(shop: Flask, now: datetime) -> None:
    gate.publish(variant("LINEN-NATURAL"), Kind.WAS, now)
    price.set_price(variant("LINEN-NATURAL"), 1540, now)
    assert shown("LINEN-NATURAL", now) == []


def test_two_weeks_at_a_higher_price_are_refused_and_stay_asked_for(
    shop: Flask, now: datetime
) -> None:
    assert refusal("STRAINER-S", Kind.WAS, now) is Rule.NOT_OVER_HALF
    verdict = next(one for one in gate.verdicts(now) if one.asked.subject.sku == "STRAINER-S")
    assert (verdict.rule, verdict.asked.published) == (Rule.NOT_OVER_HALF, False)
    assert shown("STRAINER-S", now) == []


def test_withdrawn_is_no_longer_shown(shop: Flask, now: datetime) -> None:
    gate.publish(variant("LINEN-INDIGO"), Kind.WAS, now)
    assert gate.withdraw(variant("LINEN-INDIGO"), Kind.WAS)
    assert shown("LINEN-INDIGO", now) == []
    assert not gate.withdraw(variant("LINEN-INDIGO"), Kind.WAS)


def test_what_is_not_on_sale_claims_nothing(shop: Flask, now: datetime) -> None:
    gate.publish(variant("LINEN-NATURAL"), Kind.WAS, now)
    variant("LINEN-NATURAL").published = False
    db.session.flush()
    assert shown("LINEN-NATURAL", now) == []
    assert refusal("LINEN-NATURAL", Kind.WAS, now) is Rule.NOT_OFFERED


def test_a_deadline_needs_a_higher_price_before_the_day_ends(shop: Flask, now: datetime) -> None:
    assert refusal("HONEY-180", Kind.UNTIL, now) is Rule.NOTHING_SCHEDULED
    present = variant("HONEY-180").price
    midnight = day_begins(shop_day(now) + DAY)
    raised_at("HONEY-180", midnight + timedelta(seconds=1), present + 100, now)
    assert refusal("HONEY-180", Kind.UNTIL, now) is Rule.NOTHING_SCHEDULED
    raised_at("HONEY-180", midnight, present + 50, now)
    assert gate.publish(variant("HONEY-180"), Kind.UNTIL, now) == Until(midnight, present + 50)
    raised_at("HONEY-180", now + timedelta(hours=8), present - 10, now)
    assert shown("HONEY-180", now) == []
    assert refusal("HONEY-180", Kind.UNTIL, now) is Rule.NOT_RAISED


def test_the_deadline_is_over_when_it_comes_even_if_the_worker_is_late(
    shop: Flask, now: datetime
) -> None:
    at = now + timedelta(hours=8)
    raised_at("HONEY-180", at, variant("HONEY-180").price + 100, now)
    gate.publish(variant("HONEY-180"), Kind.UNTIL, now)
    assert shown("HONEY-180", at - timedelta(seconds=1)) == [Kind.UNTIL]
    assert shown("HONEY-180", at) == []
    price.apply_due(at)
    assert shown("HONEY-180", at) == []


def test_the_count_left_is_the_stock_itself_and_is_not_asked_for(
    shop: Flask, now: datetime
) -> None:
    tea = variant("SLEEP-30")
    for pieces in (0, FEW, FEW + 1):
        stock.count(tea, pieces, f"count:{pieces}", now)
        found = {one.asked.subject.sku: one.found for one in gate.counts_shown(now)}
        assert found.get("SLEEP-30") == (Left(FEW) if pieces == FEW else None)
    with pytest.raises(ValueError, match="shows itself"):
        gate.ask(tea, Kind.LEFT, now)


def test_any_number_of_claims_is_one_statement(shop: Flask, now: datetime) -> None:
    for sku in ("LINEN-NATURAL", "LINEN-INDIGO"):
        gate.publish(variant(sku), Kind.WAS, now)
    db.session.commit()
    product_id = variant("LINEN-NATURAL").product_id
    for read in (
        lambda: gate.shown_for(product_id, now),
        lambda: gate.shown_everywhere(now),
        lambda: gate.verdicts(now),
        lambda: gate.counts_shown(now),
    ):
        with statements(shop) as sent:
            assert read()
        assert len(sent) == 1
