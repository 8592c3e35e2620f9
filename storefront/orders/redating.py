"""Dates of an order whose money came later than they could wait for: moved by the shop's calendar, once it is confirmed."""

from datetime import date, datetime

from storefront.orders.order import FrozenParcel, Order
from storefront.quoting.tariff import HELD_FOR, Paying, Tariff
from storefront.shipping.calendar import arrives_on
from storefront.shipping.prefectures import by_code


def ready_by(parcels: list[FrozenParcel], tariff: Tariff) -> datetime:
    """The last moment at which an order can be confirmed so that each of its parcels leaves on its day."""
    return min(
        tariff.ready_by(date.fromisoformat(one["leaves_on"]), tariff.sending(one["way"]))
        for one in parcels
    )


def promise_until(
    parcels: list[FrozenParcel], paying: Paying, tariff: Tariff, now: datetime
) -> datetime:
    """Until when the days of an order placed now hold.

    Where the money moves at once, whoever pressed the button in time keeps the day for as long as the goods are held.
    """
    last = ready_by(parcels, tariff)
    return last if paying.paid_later else max(last, now + HELD_FOR)


def redate(order: Order, tariff: Tariff, now: datetime) -> tuple[date, date] | None:
    """Move the days of an order confirmed now that it can no longer keep; the day before and the new one, None if same.

    A day the buyer chose stays when the parcels can still be there on it. The caller has seen that `promise_until` is over.
    """
    there = by_code(order.contact.prefecture)
    region = there.region.value if there else ""
    before = order.promised_on
    fresh = [_earliest(one, region, tariff, now) for one in order.parcels]
    first = max(arrives for _leaves, arrives in fresh)
    if order.day_chosen and first <= before:
        order.parcels = [
            _for_day(one, days, before, tariff)
            for one, days in zip(order.parcels, fresh, strict=True)
        ]
    else:
        order.parcels = [_later(one, *days) for one, days in zip(order.parcels, fresh, strict=True)]
        order.promised_on = max(date.fromisoformat(one["arrives_on"]) for one in order.parcels)
        order.day_chosen = False
    order.promise_until = ready_by(order.parcels, tariff)
    return None if order.promised_on == before else (before, order.promised_on)


def _earliest(
    parcel: FrozenParcel, region: str, tariff: Tariff, now: datetime
) -> tuple[date, date]:
    """When a parcel can leave and arrive, confirmed now."""
    way = tariff.sending(parcel["way"])
    had_leave, had_arrive = (date.fromisoformat(parcel[key]) for key in ("leaves_on", "arrives_on"))
    leaves = tariff.leaves_on(now, way)
    rate = way.rates.get(region) if way else None
    road = rate.transit_days if rate else max((had_arrive - had_leave).days, 0)
    return leaves, arrives_on(leaves, road, tariff.calendar, parcel["way"])


def _later(parcel: FrozenParcel, leaves: date, arrives: date) -> FrozenParcel:
    """The parcel with these days; one that can still leave on its day keeps it."""
    return parcel if leaves.isoformat() <= parcel["leaves_on"] else _moved(parcel, leaves, arrives)


def _for_day(
    parcel: FrozenParcel, days: tuple[date, date], day: date, tariff: Tariff
) -> FrozenParcel:
    leaves, arrives = days
    last = tariff.calendar.last_packing(leaves + (day - arrives), not_before=leaves)
    return _moved(parcel, last, day)


def _moved(parcel: FrozenParcel, leaves: date, arrives: date) -> FrozenParcel:
    return {**parcel, "leaves_on": leaves.isoformat(), "arrives_on": arrives.isoformat()}
