"""Samples: parcels, and the calendar of days, by the tariff of the samples."""

from dataclasses import replace
from datetime import date, time
from functools import partial

from storefront.quoting.quote import Quote, QuoteItem, quote
from storefront.quoting.tariff import Rate, Sending, Tariff
from storefront.shipping.calendar import Calendar
from storefront.shipping.carrier import tracking_links
from storefront.shipping.load import Temperature
from storefront.shipping.prefectures import Region
from storefront.views.day_calendar import DayCalendar, day_calendar
from storefront.views.parcel_rows import ParcelRow, rows_of_choice
from storefront.views.shipment_rows import ShipmentRow, Tracked
from storefront.views.styleguide.costs import MORNING, MUCH, SOME, TARIFF, TOKYO
from storefront.views.styleguide.sample import Sample, both, part, said, within

COOL = Sending(
    code="cool",
    name=both("クール便", "Refrigerated parcel"),
    note=both("冷蔵でお届けします", "Kept cool"),
    cash_on_delivery=True,
    slots=(),
    rates={Region.KANTO: Rate(price=925, transit_days=1, free_from=None)},
    temperature=Temperature.COOL,
    cutoff=time(12),
)
BUTTER = QuoteItem("BUTTER-1", 1, 980, "food", temperature=Temperature.COOL)


def samples() -> list[Sample]:
    """Parcels one under another, and weeks to choose a day from."""
    shut = Calendar(
        shut=frozenset({date(2026, 12, 30)}), idle={"home": frozenset({date(2026, 11, 29)})}
    )
    return [
        _parcels("one", "ひとつ", "One", _rows(_priced())),
        _parcels("paid-by-shop", "送料は当社", "The shop pays", _rows(_priced(MUCH))),
        _parcels("split", "二つに分ける", "Apart", _rows(_priced((*SOME, BUTTER)), named=True)),
        part("parcels.parcel_price", "paid-by-shop", both("送料は当社", "The shop pays"), _rows(_priced(MUCH))[0]),
        part("parcels.shipment_list", "part", both("一部を発送", "Part has left"), *_left()),
        _days("rest", "ふつう", "At rest", _calendar(TARIFF), None),
        _days("chosen", "選んだとき", "Chosen", _calendar(TARIFF), date(2026, 11, 27)),
        _days("rests", "休みのある週", "With days off", _calendar(replace(TARIFF, calendar=shut)), None),
    ]  # fmt: skip


def _priced(items: tuple[QuoteItem, ...] = SOME, tariff: Tariff = TARIFF) -> Quote:
    with_cool = replace(tariff, sendings=(*tariff.sendings, COOL))
    return quote(items, with_cool, MORNING, TOKYO)


def _rows(priced: Quote, named: bool = False) -> list[ParcelRow]:
    assert priced.sending
    goods = {
        "ambient": said("おやすみブレンド 30包", "Sleep Blend, 30 bags"),
        "cool": said("発酵バター", "Cultured butter"),
    }
    return rows_of_choice(priced.sending, TARIFF, goods=goods if named else None)


def _left() -> tuple[list[ShipmentRow], list[str]]:
    number = Tracked("4912-3456-7890", tracking_links("yamato", "491234567890")[0][1])
    row = ShipmentRow(
        number=1,
        name=said("宅配便", "Home delivery"),
        sent_at=MORNING,
        sent_by="",
        arrives_on=date(2026, 11, 25),
        carrier=said("ヤマト運輸", "Yamato Transport"),
        tracked=[number],
        goods=[said("おやすみブレンド・30包 × 1点", "Sleep Blend, 30 bags × 1")],
        whole=False,
    )
    return [row], [said("ガラスのマグ × 1点", "Glass Mug × 1")]


def _calendar(tariff: Tariff) -> DayCalendar:
    priced = _priced(tariff=tariff)
    assert priced.sending
    found = day_calendar(priced.sending)
    assert found
    return found


def _parcels(state: str, ja: str, en: str, rows: list[ParcelRow]) -> Sample:
    return part("parcels.parcel_list", state, both(ja, en), rows, leaves=state == "one")


def _days(state: str, ja: str, en: str, weeks: DayCalendar, chosen: date | None) -> Sample:
    make = partial(part, "days.day_table", state, both(ja, en))
    sample = make(f"day-{state}", weeks, chosen)
    return within(sample, f"<fieldset><legend class='legend'>{said('お届け日', 'Day')}</legend>{{}}</fieldset>")  # fmt: skip
