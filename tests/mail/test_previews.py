"""The samples of mails: each can be written, in both languages, and its figures add up."""

import pytest
from flask import Flask

from storefront.locales import Locale
from storefront.mail import previews


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_sample_can_be_written(shop: Flask, locale: Locale) -> None:
    samples = previews.previews(locale)
    assert sorted(samples) == [
        "account_wanted",
        "how_to_pay",
        "money_sent_to_account",
        "money_sent_to_card",
        "order_cancelled",
        "order_changed",
        "order_confirmation",
        "order_confirmation_cash_on_delivery",
        "order_confirmation_two_parcels",
        "order_expired",
        "order_sent",
        "order_sent_in_part",
        "part_received",
        "pay_link",
        "pay_reminder",
        "refund_issued",
    ]
    for name, message in samples.items():
        assert message.locale == locale
        assert f'lang="{locale}"' in message.html
        assert "¥" in message.text or name == "order_sent_in_part"


@pytest.mark.parametrize("name", ["_JA_PAID", "_JA_DOOR", "_EN_PAID", "_EN_DOOR"])
def test_the_figures_of_a_sample_add_up(name: str) -> None:
    mail = getattr(previews, name)
    assert sum(item.amount for item in mail.items) == mail.sums[0].amount
    assert all(item.unit_price * item.quantity == item.amount for item in mail.items)
    assert sum(row.amount for row in mail.sums if not row.kind) == mail.total
