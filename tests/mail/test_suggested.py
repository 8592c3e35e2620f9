"""The suggestion at the end of a mail: once, apart from the order, for nobody who wants none, never where money is awaited."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import worker
from storefront.extensions import db
from storefront.locales import Locale
from storefront.mail.outbox import OutboxMessage
from storefront.mailing import write_confirmation
from storefront.offers.impression import OfferImpression
from storefront.offers.kinds import Kind, Placement
from storefront.orders.order import Order
from storefront.payments.fulfilling import mark_sent
from storefront.visitors.visitor import visitor_for
from tests.support.offers import SHOWN, SPARED, offer
from tests.support.orders import paid, place

TITLE = "次のお買いものに"
MAIL = Placement.MAIL


def ordered(now: datetime, key: str = SHOWN, locale: Locale = "ja") -> Order:
    offer(now, Kind.CROSS_SELL, MAIL, goods=[("HONEY-180", 1)], title=TITLE)
    order = paid(now, locale=locale)
    order.visitor_id = visitor_for(key, now).id
    db.session.commit()
    return order


def work(now: datetime) -> None:
    db.session.commit()
    while worker.run_due(now):
        pass


def mails() -> dict[str, OutboxMessage]:
    found = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return {mail.key.rpartition(":")[2]: mail for mail in found}


def noted() -> list[tuple[str, str, str, bool]]:
    rows = db.session.scalars(select(OfferImpression))
    return [(one.placement, one.context, one.withheld, bool(one.seen_at)) for one in rows]


def test_confirmation_and_parcel_carry_it_apart_and_are_noted_once(
    shop: Flask, now: datetime
) -> None:
    order = ordered(now)
    work(now)
    mark_sent(order, now, ["4912-3456-7890"])
    work(now)
    for name in ("confirmation", "sent"):
        mail = mails()[name]
        end = mail.text.index("お心当たりがないときは")
        assert mail.text.index(TITLE) > end, "after everything that is about the order"
        for part in (mail.text, mail.html.replace("&amp;", "&")):
            assert "アカシアはちみつ 一瓶 180g" in part
            assert "¥1,400" in part
            assert "/ja/products/acacia-honey?sku=HONEY-180&from=mail" in part
            assert "/ja/offers" in part
    assert noted() == [("mail", "mail:10001", "", True)]


def test_a_job_that_is_repeated_notes_nothing_more(shop: Flask, now: datetime) -> None:
    order = ordered(now)
    for _again in range(3):
        write_confirmation({"order": order.number}, now)
        db.session.commit()
    assert len(mails()) == 1
    assert len(noted()) == 1


def test_in_english(shop: Flask, now: datetime) -> None:
    ordered(now, locale="en")
    work(now)
    mail = mails()["confirmation"]
    assert "Acacia Honey, One jar, 180 g" in mail.text
    assert "/en/products/acacia-honey?sku=HONEY-180&from=mail" in mail.text
    assert "Show no suggestions" in mail.text


def test_who_wants_none_and_who_is_not_known_get_none(shop: Flask, now: datetime) -> None:
    order = ordered(now)
    visitor_for(SHOWN, now).offers_off_at = now
    work(now)
    assert TITLE not in mails()["confirmation"].text
    order.visitor_id = None
    mark_sent(order, now, ["4912-3456-7890"])
    work(now)
    assert TITLE not in mails()["sent"].text
    assert noted() == []


def test_the_tenth_that_sees_none_is_counted(shop: Flask, now: datetime) -> None:
    ordered(now, SPARED)
    work(now)
    assert TITLE not in mails()["confirmation"].text
    assert noted() == [("mail", "mail:10001", "control", False)]


@pytest.mark.parametrize("way", ["konbini", "transfer"])
def test_where_money_is_awaited_nothing_is_suggested(shop: Flask, now: datetime, way: str) -> None:
    offer(now, Kind.CROSS_SELL, MAIL, goods=[("HONEY-180", 1)], title=TITLE)
    order = place(now, payment_method=way).order
    order.visitor_id = visitor_for(SHOWN, now).id
    work(now)
    assert all(TITLE not in mail.text for mail in mails().values())
    assert noted() == []
