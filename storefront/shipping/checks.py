"""Ways to send that may be stored: their box, their zones, their time slots."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import time

from storefront.faults import Fault, fault, repeated
from storefront.shipping.load import Temperature
from storefront.shipping.method import ShippingMethod, ShippingRate
from storefront.shipping.prefectures import Region

REGIONS = frozenset(region.value for region in Region)
SLOT_WORDS = ("code", "starts", "ends", "ja", "en")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def way_faults(way: ShippingMethod, rates: Sequence[ShippingRate]) -> Iterator[Fault]:
    """What is wrong with one way to send and its price table."""
    thing = f"shipping {way.code}"
    yield from _box_faults(way, thing)
    yield from _zone_faults(way, rates, thing)
    for rate in rates:
        yield from _rate_faults(rate, f"{thing} {rate.region}")
    yield from _slot_faults(way, thing)
    if way.temperature not in set(Temperature):
        yield fault(
            "temperature_unknown",
            thing,
            f"温度帯「{way.temperature}」はありません",
            f"there is no temperature {way.temperature}",
        )
    if way.temperature == Temperature.COOL and any(rate.free_from for rate in rates):
        yield fault(
            "cool_is_never_free",
            thing,
            "クールの送料は当社負担になりません。当社負担になる金額は書きません",
            "the shop never pays for a cool parcel, so it has no value from which it would",
        )
    if way.handling_days < 0 or way.days_to_choose < 0:
        yield fault(
            "days_negative",
            thing,
            "日数が0より小さくなっています",
            "a number of days is below zero",
        )
    if way.cutoff is not None:
        yield from clock_faults(way.cutoff, thing)


def twice(codes: Sequence[str], kind: str) -> Iterator[Fault]:
    """Codes that more than one row of a kind bears."""
    for code, count in repeated(codes).items():
        yield fault(
            "code_twice",
            f"{kind} {code}",
            f"「{code}」が{count}つあります",
            f"{count} rows bear the code {code}",
        )


def clock_faults(text: str, thing: str) -> Iterator[Fault]:
    """A cut-off that is no time of day."""
    if read_clock(text) is None:
        yield fault(
            "cutoff_unreadable",
            thing,
            f"締め切り「{text}」を時刻として読めません（例 15:00）",
            f'the cut-off "{text}" is no time of day such as 15:00',
        )


def read_clock(text: str) -> time | None:
    """ "HH:MM" as a time of day, None for anything else."""
    return time.fromisoformat(text) if _CLOCK.fullmatch(text) else None


def unknown_regions(keys: Sequence[str], thing: str) -> Iterator[Fault]:
    """Keys that are no region."""
    for key in sorted(set(keys) - REGIONS):
        yield fault(
            "region_unknown", thing, f"地域「{key}」はありません", f"there is no region {key}"
        )


def _box_faults(way: ShippingMethod, thing: str) -> Iterator[Fault]:
    sides = (way.longest_mm, way.middle_mm, way.shortest_mm)
    if not sides[0] >= sides[1] >= sides[2] > 0:
        shown = "×".join(map(str, sides))
        yield fault(
            "box_sides",
            thing,
            f"箱の大きさ{shown}mmは、長い順の0より大きい3辺ではありません",
            f"the box {shown} mm does not have three sides above zero, longest first",
        )
    if way.weight_grams <= 0 or way.most_boxes <= 0 or (way.most_value or 1) <= 0:
        yield fault(
            "box_takes_nothing",
            thing,
            "重さ・箱の数・金額の上限が0以下です",
            "a limit of weight, boxes or value is zero or less",
        )
    if not 1 <= way.fill_percent <= 100:
        yield fault(
            "box_fill",
            thing,
            f"箱に詰める割合{way.fill_percent}%は1%から100%のあいだではありません",
            f"a box filled to {way.fill_percent} % is not between 1 and 100",
        )


def _zone_faults(way: ShippingMethod, rates: Sequence[ShippingRate], thing: str) -> Iterator[Fault]:
    zoned, left_out = Counter(rate.region for rate in rates), set(way.not_to)
    yield from unknown_regions([*zoned, *way.not_to], thing)
    for region in Region:
        if zoned[region] > 1:
            rule, ja, en = "region_twice", "2つ以上の料金帯にあります", "stands in several zones"
        elif zoned[region] and region in left_out:
            rule, ja, en = (
                "region_in_both",
                "料金帯にも「届けない地域」にもあります",
                "stands in a zone and among the regions not served",
            )
        elif not zoned[region] and region not in left_out:
            rule, ja, en = (
                "region_in_no_zone",
                "料金帯にも「届けない地域」にもありません",
                "stands in no zone and is not said to be left out",
            )
        else:
            continue
        yield fault(rule, f"{thing} {region}", f"地域「{region}」が{ja}", f"region {region} {en}")


def _rate_faults(rate: ShippingRate, thing: str) -> Iterator[Fault]:
    if rate.price < 0:
        yield fault(
            "price_negative",
            thing,
            f"送料{rate.price}円が0より小さくなっています",
            f"the price {rate.price} yen is below zero",
        )
    if rate.transit_days < 0:
        yield fault(
            "days_negative",
            thing,
            f"届くまでの{rate.transit_days}日が0より小さくなっています",
            f"{rate.transit_days} days on the road are below zero",
        )
    if rate.free_from is not None and rate.free_from <= 0:
        yield fault(
            "free_from_zero",
            thing,
            f"当社負担になる金額{rate.free_from}円は0より大きくします。負担しないときは書きません",
            f"the shop cannot pay from {rate.free_from} yen on; leave it out where it never pays",
        )


def _slot_faults(way: ShippingMethod, thing: str) -> Iterator[Fault]:
    if way.slots and not way.days_to_choose:
        yield fault(
            "slots_without_days",
            thing,
            "日を選べないのに時間帯があります",
            "there are time slots, but no day can be chosen",
        )
    for slot in way.slots:
        parts = [slot.get(word) for word in SLOT_WORDS]
        if not all(isinstance(part, str) and part for part in parts):
            yield fault(
                "slot_incomplete",
                thing,
                f"時間帯{slot}に{'・'.join(SLOT_WORDS)}のどれかがありません",
                f"the time slot {slot} lacks one of {', '.join(SLOT_WORDS)}",
            )
            continue
        yield from _slot_times(slot, thing)
    for code in repeated(slot["code"] for slot in way.slots if "code" in slot):
        yield fault(
            "slot_twice",
            thing,
            f"時間帯「{code}」が2つ以上あります",
            f"the time slot {code} is there more than once",
        )


def _slot_times(slot: dict[str, str], thing: str) -> Iterator[Fault]:
    shown = f"{slot['starts']}–{slot['ends']}"
    starts, ends = read_clock(slot["starts"]), read_clock(slot["ends"])
    if starts is None or ends is None:
        yield fault(
            "slot_unreadable",
            thing,
            f"時間帯「{slot['code']}」の{shown}を時刻として読めません（例 14:00）",
            f"the time slot {slot['code']}, {shown}, has no times of day such as 14:00",
        )
    elif ends <= starts:
        yield fault(
            "slot_backwards",
            thing,
            f"時間帯「{slot['code']}」の{shown}は、始まる前に終わります",
            f"the time slot {slot['code']}, {shown}, ends before it starts",
        )
