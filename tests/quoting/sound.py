"""What has to be true of every quote, whatever was asked."""

from datetime import date, datetime, timedelta

from storefront.clock import shop_time
from storefront.quoting.quote import Quote
from storefront.quoting.sending import Parcel, SendingChoice
from storefront.quoting.tariff import Tariff


def check(priced: Quote, tariff: Tariff) -> None:
    """Sums, parcels and payments."""
    check_sums(priced)
    assert priced.sendable is (priced.sending is not None)
    if priced.sending is not None:
        check_sending(priced, priced.sending)
    check_payments(priced, tariff)


def check_sums(priced: Quote) -> None:
    """Parts sum to the whole, and nothing is negative."""
    shipping = priced.shipping or 0
    assert priced.total == priced.goods - priced.discount + shipping + priced.fee
    assert min(priced.goods, priced.discount, shipping, priced.fee, priced.total) >= 0
    assert sum(part.taxable for part in priced.taxes) == priced.total
    assert all(0 <= part.tax <= part.taxable for part in priced.taxes)
    assert [part.percent for part in priced.taxes] == sorted({p.percent for p in priced.taxes})
    assert sum(priced.shares) == priced.discount
    for share, item in zip(priced.shares, priced.items, strict=True):
        assert 0 <= share <= item.amount


def check_sending(priced: Quote, chosen: SendingChoice) -> None:
    """Each price is the list's for its boxes, or nothing where the shop pays for ordinary goods from its line on."""
    assert priced.shipping == chosen.price
    assert priced.shipping == priced.shipping_least == priced.shipping_most
    for choice in priced.sendings:
        assert choice.price == sum(parcel.price for parcel in choice.parcels)
        assert sum(parcel.load.pieces for parcel in choice.parcels) == priced.count
        for parcel in choice.parcels:
            check_parcel(parcel, priced)
    if priced.gap == 0:
        assert chosen.parcels[0].price == 0, "where the shop says it pays, it does"


def check_parcel(parcel: Parcel, priced: Quote) -> None:
    """The parcel fits its boxes, and costs its list price unless the shop pays."""
    assert priced.destination is not None
    rate = parcel.sending.rates[priced.destination.region.value]
    assert parcel.list_price == rate.price * parcel.boxes
    assert 1 <= parcel.boxes <= parcel.sending.limits.boxes
    assert parcel.sending.limits.excess(parcel.load) is None
    counts = parcel.sending.temperature == "ambient" and rate.free_from
    paid_by_shop = bool(counts) and priced.counted >= (rate.free_from or 0)
    assert parcel.price == (0 if paid_by_shop else parcel.list_price)


def check_payments(priced: Quote, tariff: Tariff) -> None:
    """Each method's fee is that of the first tier that reaches goods plus shipping."""
    base = priced.goods - priced.discount + (priced.shipping or 0)
    assert [choice.paying for choice in priced.payments] == list(tariff.payings)
    for choice in priced.payments:
        tiers = [fee for up_to, fee in choice.paying.fees if base <= up_to]
        if tiers:
            assert choice.fee == tiers[0]
        else:
            assert not choice.paying.fees or choice.refusal, "above its last tier it cannot be had"
        assert choice.total == base + choice.fee
    if priced.payment is None or priced.payment.refusal:
        assert (priced.fee, priced.total) == (0, base)
    else:
        assert (priced.fee, priced.total) == (priced.payment.fee, priced.payment.total)


def check_dates(priced: Quote, tariff: Tariff, now: datetime) -> None:
    """It leaves on a day the shop packs and arrives on one its carrier rings, never before it could."""
    today = shop_time(now).date()
    for choice in priced.sendings:
        for parcel in choice.parcels:
            check_parcel_dates(parcel, tariff, now, today)
        assert choice.leaves_on == max(parcel.leaves_on for parcel in choice.parcels)
        assert choice.earliest_on == max(parcel.earliest_on for parcel in choice.parcels)
        for day in choice.days:
            assert choice.earliest_on <= day < choice.earliest_on + timedelta(days=14)
            for parcel in choice.parcels:
                assert tariff.calendar.delivers(day, parcel.sending.code)
        if choice.slots:
            assert choice.days, "who can name a time can name a day"


def check_parcel_dates(parcel: Parcel, tariff: Tariff, now: datetime, today: date) -> None:
    """One parcel's days."""
    assert parcel.leaves_on >= today
    assert tariff.calendar.packs(parcel.leaves_on)
    assert parcel.earliest_on >= parcel.leaves_on
    assert tariff.calendar.delivers(parcel.earliest_on, parcel.sending.code)
    if parcel.leaves_on == today:
        assert shop_time(now).time() < tariff.cutoff_of(parcel.sending)
