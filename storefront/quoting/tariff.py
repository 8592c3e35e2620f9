"""The tariff: every rate, limit, fee and date rule in force, as one frozen value.

`quote()` takes it instead of asking the database, so a quote costs no statement and a whole page sees one tariff.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from storefront.clock import day_begins, shop_day
from storefront.faults import NotOpen
from storefront.locales import Text
from storefront.money import Yen
from storefront.pricing.tax import TaxClass
from storefront.shipping.calendar import Calendar, closes_at, leaves_on, ready_by
from storefront.shipping.limits import Limits
from storefront.shipping.load import Temperature

HELD_FOR = timedelta(minutes=30)
"""How long goods wait for money that moves at once."""
GRACE = timedelta(days=1)
"""How much longer than the buyer's time goods wait for money that is brought: news of it takes its time."""
ANYTHING = Limits(5000, 5000, 5000, 1_000_000)
"""A box as large as a room: for tariffs that do not speak of sizes."""


@dataclass(frozen=True)
class Rate:
    """A way to send to one region.

    Yen with tax for one box, days on the road, and the goods value from which the shop pays (None: never).
    """

    price: Yen
    transit_days: int
    free_from: Yen | None


@dataclass(frozen=True)
class Slot:
    """A time of day the carrier offers, on the shop's clock."""

    code: str
    name: Text
    starts: time = time(0)
    ends: time = time(23, 59)


@dataclass(frozen=True)
class Sending:
    """A shipping method with its price for each region key, north to south.

    `cutoff` None is the shop's own. `days_to_choose` 0: the buyer cannot name a day.
    """

    code: str
    name: Text
    note: Text
    cash_on_delivery: bool
    slots: tuple[Slot, ...]
    rates: Mapping[str, Rate]
    temperature: Temperature = Temperature.AMBIENT
    limits: Limits = ANYTHING
    days_to_choose: int = 8
    cutoff: time | None = None
    handling_days: int = 0


@dataclass(frozen=True)
class Paying:
    """A payment method with its fee tiers as (up_to, fee), lowest first; no tiers is no fee.

    `at_the_door`: the carrier takes the money. `not_to`: keys of regions it does not serve. `days_to_pay`: after the
    day of the order, where the buyer brings the money; None where it moves at once. `closed_at`: since when no new payment
    is taken, and until when (None: until somebody opens it).
    """

    code: str
    gateway: str
    icon: str
    name: Text
    note: Text
    due: Text
    least: Yen | None
    most: Yen | None
    fees: tuple[tuple[Yen, Yen], ...]
    at_the_door: bool = False
    not_to: frozenset[str] = frozenset()
    days_to_pay: int | None = None
    closed_at: datetime | None = None
    closed_until: datetime | None = None

    def closed(self, now: datetime) -> bool:
        """Whether no new payment is taken at this moment."""
        return self.closed_at is not None and (self.closed_until is None or now < self.closed_until)

    @property
    def paid_later(self) -> bool:
        """Whether the buyer brings the money after ordering, to a store or by transfer."""
        return self.days_to_pay is not None

    def due_at(self, now: datetime) -> datetime | None:
        """Until when the money may be brought: one second before the end of a shop day. None where it moves at once."""
        if self.days_to_pay is None:
            return None
        return day_begins(shop_day(now) + timedelta(self.days_to_pay + 1)) - timedelta(seconds=1)

    def held_until(self, now: datetime) -> datetime:
        """Until when the goods wait for the money: half an hour, or a day beyond the time to bring it."""
        due = self.due_at(now)
        return now + HELD_FOR if due is None else due + GRACE

    def fee(self, base: Yen) -> Yen:
        """The fee for goods plus shipping of `base` yen: the first tier that reaches it, else the last."""
        if not self.fees:
            return 0
        return next((fee for up_to, fee in self.fees if base <= up_to), self.fees[-1][1])


@dataclass(frozen=True)
class Tariff:
    """All of it, for one day. `tax` maps a tax class to whole per cent; `cutoff` is on the shop's clock."""

    tax: Mapping[str, int]
    sendings: tuple[Sending, ...]
    payings: tuple[Paying, ...]
    cutoff: time
    returns_days: int
    calendar: Calendar = field(default_factory=Calendar)

    @property
    def service_tax(self) -> int:
        """The per cent for shipping and fees, which count as goods even on food."""
        return self.percent(TaxClass.GOODS)

    def percent(self, tax_class: str) -> int:
        """The tax rate of a class, whole per cent. Raises NotOpen while it has none."""
        try:
            return self.tax[tax_class]
        except KeyError:
            raise NotOpen(f"no tax rate is in force for {tax_class}") from None

    @cached_property
    def ambient(self) -> tuple[Sending, ...]:
        """The ways to send ordinary goods, in their order."""
        return tuple(one for one in self.sendings if one.temperature == Temperature.AMBIENT)

    @cached_property
    def cool(self) -> tuple[Sending, ...]:
        """The ways to send goods that have to stay cool, in their order."""
        return tuple(one for one in self.sendings if one.temperature == Temperature.COOL)

    @cached_property
    def standard(self) -> Sending:
        """The way that stands for all where one has to: the first for ordinary goods. Raises NotOpen without."""
        if not self.sendings:
            raise NotOpen("no way to send is switched on: see `flask --app wsgi tariff check`")
        return (*self.ambient, *self.sendings)[0]

    def sending(self, code: str | None) -> Sending | None:
        """The shipping method of that code, None if there is no such (active) one."""
        return next((sending for sending in self.sendings if sending.code == code), None)

    def paying(self, code: str | None) -> Paying | None:
        """The payment method of that code, None if there is no such (active) one."""
        return next((paying for paying in self.payings if paying.code == code), None)

    def cutoff_of(self, sending: Sending) -> time:
        """The cut-off of a way to send: its own, else the shop's."""
        return sending.cutoff or self.cutoff

    def leaves_on(self, now: datetime, sending: Sending | None = None) -> date:
        """The day a parcel ordered now leaves by a way to send (without one, by the standard way)."""
        way = sending or self.standard
        return leaves_on(now, self.cutoff_of(way), way.handling_days, self.calendar)

    def ready_by(self, leaves: date, sending: Sending | None) -> datetime:
        """Until when an order has to be confirmed to leave on that day by a way to send; None is one no longer known."""
        way = sending or self.standard
        return ready_by(leaves, self.cutoff_of(way), way.handling_days, self.calendar)

    def closes_at(self, now: datetime, sending: Sending | None = None) -> datetime | None:
        """Today's cut-off of a way while it is ahead, on the shop's clock; None after it and on days off."""
        return closes_at(now, self.cutoff_of(sending or self.standard), self.calendar)

    def stage(self, now: datetime) -> tuple[date | str, ...]:
        """The day on which each way's parcels leave, and what is closed: pages hold while it is the same."""
        leaving = tuple(self.leaves_on(now, sending) for sending in self.sendings)
        return (*leaving, *(paying.code for paying in self.payings if paying.closed(now)))
