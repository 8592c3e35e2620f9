"""Every case that was worked by hand, against the rules the shop is seeded with."""

from datetime import date, timedelta

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.pricing.tax import TaxRate
from storefront.quoting.quote import Quote
from storefront.quoting.tariff import Tariff
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.method import ShippingMethod
from tests.quoting.hand_worked import Case, cases, wrong_sums

CASES = list(cases())


def test_there_are_more_than_enough_and_each_is_its_own() -> None:
    assert len(CASES) >= 60
    assert len({case.says for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source}: {case.says}")
def test_it_costs_what_was_worked_out(case: Case, seeded: Flask) -> None:
    priced = case.priced(_tariff(case))
    assert _told(case, priced) == dict(case.want)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source}: {case.says}")
def test_the_working_comes_out(case: Case) -> None:
    assert wrong_sums(case.by_hand) == []
    for key in ("total", "shipping", "fee", "tax_8", "tax_10"):
        assert key not in case.want or case.want[key] >= 0
    parts = case.want.get("shipping", 0) + case.want.get("fee", 0) - case.want.get("discount", 0)
    goods = sum(item.amount for item in case.items())
    assert case.want["total"] == goods + parts


def test_postgresql_reads_the_same_tariff(shop: Flask, seeded: Flask) -> None:
    first = CASES[0].moment
    with seeded.app_context():
        expected = load_tariff(first, everything=True)
    assert load_tariff(first, everything=True) == expected


def _tariff(case: Case) -> Tariff:
    """The shop's tariff at that moment, with what the case changes in it."""
    try:
        for rate in case.asks.get("new_rates", []):
            db.session.add(TaxRate(**rate))
        for code, values in case.asks.get("setting", {}).items():
            row = db.session.query(ShippingMethod).filter_by(code=code).one()
            for name, value in values.items():
                setattr(row, name, value)
        db.session.flush()
        return load_tariff(case.moment, everything=case.asks.get("switched_on", False))
    finally:
        db.session.rollback()


def _told(case: Case, priced: Quote) -> dict[str, object]:
    """What the quote says of everything the case asks. Taxes are told whether asked or not: none may be missing."""
    taxes = {f"tax_{part.percent}": part.tax for part in priced.taxes}
    assert sum(part.taxable for part in priced.taxes) == priced.total
    told = {**_sent(case, priced), **_paid(priced), **taxes}
    told |= {
        "total": priced.total,
        "discount": priced.discount,
        "shares": list(priced.shares),
        "gap": "none" if priced.gap is None else priced.gap,
        "least": priced.shipping_least,
        "most": priced.shipping_most,
    }
    return {key: value for key, value in told.items() if key in case.want or key in taxes}


def _sent(case: Case, priced: Quote) -> dict[str, object]:
    if priced.sending is None:
        reasons = {one.sending.code: one.excess.limit.value for one in priced.not_sent}
        return {"way": "none" if not priced.sendable else "", "refused": _asked(reasons, case)}
    chosen = priced.sending
    reasons = {one.sending.code: one.excess.limit.value for one in priced.not_sent}
    return {
        "way": chosen.sending.code,
        "parcels": " ".join(parcel.sending.code for parcel in chosen.parcels),
        "boxes": max(parcel.boxes for parcel in chosen.parcels),
        "shipping": priced.shipping,
        "list_shipping": chosen.list_price,
        "leaves": priced.leaves_on,
        "arrives": priced.earliest_on,
        "days": _days(chosen.days),
        "slots": " ".join(slot.code for slot in chosen.slots),
        "refused": _asked(reasons, case),
    }


def _asked(reasons: dict[str, str], case: Case) -> dict[str, str]:
    """The reasons of the ways that the case names; all of them where it names none."""
    return {
        code: reason
        for code, reason in reasons.items()
        if code in case.want.get("refused", reasons)
    }


def _days(days: tuple[date, ...]) -> str:
    if not days:
        return "none"
    span = (days[-1] - days[0]).days + 1
    left_out = [
        day.isoformat()
        for day in (days[0] + timedelta(days=n) for n in range(span))
        if day not in days
    ]
    words = f"{days[0]} to {days[-1]}"
    return f"{words} without {' '.join(left_out)}" if left_out else words


def _paid(priced: Quote) -> dict[str, object]:
    told: dict[str, object] = {"fee": priced.fee}
    choice = priced.payment
    if choice is not None and choice.refusal:
        told["payment_refused"] = choice.refusal.value
        if choice.limit is not None:
            told["limit"] = choice.limit
        if choice.opened_by:
            told["opened_by"] = choice.opened_by.sending.code
    return told
