"""Bad tariffs are refused: each fault alone is found under its name, at its place, in both languages."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from storefront.quoting.checks import tariff_faults
from storefront.shipping.calendar_day import CalendarDay
from tests.quoting.bad_tariffs import (
    NAME,
    Spoilt,
    also,
    cash,
    home,
    kanto,
    more_days,
    off,
    payment,
    rate,
    rest,
    setting,
    shipped,
    slots,
    taxed,
    tiers,
    way,
    without,
)

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
OLD, NEW = date(2019, 10, 1), date(2027, 4, 1)
DAY = date(2026, 12, 12)
TEN_TIERS = ((10_000, 330), (30_000, 440))

# fmt: off
SPOILT = {
    "two rates of a class from one day": Spoilt(taxed(("food", 8, OLD), ("food", 0, OLD), ("goods", 10, OLD)), "tax_twice", "tax food 2019-10-01", "税率が2つ", "2 rates of class food begin on 2019-10-01"),
    "no rate yet": Spoilt(taxed(("food", 8, NEW), ("goods", 10, OLD)), "tax_missing", "tax food", "今日の税率がありません", "no rate today"),
    "more than the whole": Spoilt(taxed(("food", 8, OLD), ("goods", 101, OLD)), "tax_percent", "tax goods 2019-10-01", "税率101%", "101 %"),
    "less than nothing": Spoilt(taxed(("food", -1, OLD), ("goods", 10, OLD)), "tax_percent", "tax food 2019-10-01", "税率-1%", "-1 %"),
    "a class nobody knows": Spoilt(taxed(("food", 8, OLD), ("goods", 10, OLD), ("tea", 8, OLD)), "tax_class_unknown", "tax tea 2019-10-01", "税区分「tea」", "no tax class tea"),
    "a region forgotten": Spoilt(without("home", "shikoku"), "region_in_no_zone", "shipping home shikoku", "料金帯にも「届けない地域」にもありません", "in no zone"),
    "a region in two zones": Spoilt(also("home", "kanto"), "region_twice", "shipping home kanto", "2つ以上の料金帯", "several zones"),
    "a region served and left out": Spoilt(home(not_to=["okinawa"]), "region_in_both", "shipping home okinawa", "料金帯にも「届けない地域」にもあります", "and among the regions not served"),
    "a region nobody knows": Spoilt(also("home", "atlantis"), "region_unknown", "shipping home", "地域「atlantis」", "no region atlantis"),
    "an unknown region left out": Spoilt(home(not_to=["atlantis"]), "region_unknown", "shipping home", "地域「atlantis」", "no region atlantis"),
    "a price below zero": Spoilt(kanto(price=-1), "price_negative", "shipping home kanto", "送料-1円", "-1 yen is below zero"),
    "days below zero": Spoilt(kanto(transit_days=-1), "days_negative", "shipping home kanto", "-1日", "-1 days on the road"),
    "free from nothing on": Spoilt(kanto(free_from=0), "free_from_zero", "shipping home kanto", "当社負担になる金額0円", "from 0 yen on"),
    "handling below zero": Spoilt(home(handling_days=-1), "days_negative", "shipping home", "日数が0より", "below zero"),
    "a slot that ends before it starts": Spoilt(slots(("eve", "21:00", "19:00")), "slot_backwards", "shipping home", "21:00–19:00は、始まる前に終わります", "eve, 21:00–19:00, ends before it starts"),
    "a slot without length": Spoilt(slots(("now", "19:00", "19:00")), "slot_backwards", "shipping home", "19:00–19:00", "19:00–19:00"),
    "two slots of one code": Spoilt(slots(("am", "08:00", "12:00"), ("am", "14:00", "16:00")), "slot_twice", "shipping home", "「am」が2つ以上", "am is there more than once"),
    "a slot at no time": Spoilt(slots(("am", "8時", "12:00")), "slot_unreadable", "shipping home", "時刻として読めません", "no times of day"),
    "a slot at 24:30": Spoilt(slots(("am", "23:00", "24:30")), "slot_unreadable", "shipping home", "23:00–24:30", "23:00–24:30"),
    "a slot without a name": Spoilt(home(slots=[{"code": "am", "starts": "08:00", "ends": "12:00", "ja": "午前"}]), "slot_incomplete", "shipping home", "どれかがありません", "lacks one of"),
    "slots but no days": Spoilt(home(days_to_choose=0), "slots_without_days", "shipping home", "日を選べないのに", "no day can be chosen"),
    "a box on its side": Spoilt(home(longest_mm=300, shortest_mm=500), "box_sides", "shipping home", "300×350×500mm", "300×350×500 mm"),
    "a box without height": Spoilt(home(shortest_mm=0), "box_sides", "shipping home", "500×350×0mm", "500×350×0 mm"),
    "a box for nothing": Spoilt(home(weight_grams=0), "box_takes_nothing", "shipping home", "0以下", "zero or less"),
    "no box": Spoilt(home(most_boxes=0), "box_takes_nothing", "shipping home", "0以下", "zero or less"),
    "an overfull box": Spoilt(home(fill_percent=101), "box_fill", "shipping home", "101%", "101 %"),
    "lukewarm": Spoilt(setting(lambda rows: way(rows, "doorstep"), temperature="lukewarm"), "temperature_unknown", "shipping doorstep", "温度帯「lukewarm」", "no temperature lukewarm"),
    "a cool parcel on the shop": Spoilt(setting(lambda rows: rate(rows, "cool", "kanto"), free_from=5500), "cool_is_never_free", "shipping cool", "クールの送料は当社負担になりません", "never pays for a cool parcel"),
    "a way's cut-off at no time": Spoilt(home(cutoff="3 pm"), "cutoff_unreadable", "shipping home", "「3 pm」を時刻として", '"3 pm" is no time of day'),
    "two ways of one code": Spoilt(lambda rows: replace(rows, ways=[*rows.ways, rows.ways[0]]), "code_twice", "shipping home", "「home」が2つ", "bear the code home"),
    "the shop's cut-off at no time": Spoilt(lambda rows: setattr(rows.profile, "cutoff", "25:00"), "cutoff_unreadable", "profile", "「25:00」", '"25:00"'),
    "returns before the sale": Spoilt(lambda rows: setattr(rows.profile, "returns_days", -8), "days_negative", "profile", "返品の-8日", "-8 days for returns"),
    "an eighth day of the week": Spoilt(lambda rows: setattr(rows.profile, "weekdays", [0, 7]), "weekday_unknown", "calendar", "曜日[0, 7]", "[0, 7]"),
    "no working day": Spoilt(lambda rows: setattr(rows.profile, "weekdays", []) or replace(rows, days=[]), "shop_never_packs", "calendar", "2026-11-24から60日", "within 60 days from 2026-11-24"),
    "a rest too long": Spoilt(rest(date(2027, 2, 1), 65), "shop_never_packs", "calendar", "2027-01-30から60日", "from 2027-01-30 on"),
    "a day twice": Spoilt(more_days(CalendarDay(way="", day=DAY, open=True, name=NAME)), "day_twice", "calendar shop 2026-12-12", "2026-12-12が2回", "there 2 times"),
    "a day of an unknown way": Spoilt(more_days(CalendarDay(way="balloon", day=DAY, open=False, name=NAME)), "way_unknown", "calendar balloon 2026-12-12", "お届け方法「balloon」", "no way to send balloon"),
    "a carrier's day that is no rest": Spoilt(more_days(CalendarDay(way="cool", day=DAY, open=True, name=NAME)), "carrier_day_open", "calendar cool 2026-12-12", "配達のない日だけ", "without delivery only"),
    "tiers out of order": Spoilt(tiers((30_000, 440), (10_000, 330), (300_000, 1100)), "tiers_not_ascending", "payment cod", "「30000円まで」のあとに「10000円まで」", "up to 10000 yen stands behind"),
    "a tier twice": Spoilt(tiers((10_000, 330), (10_000, 440), (300_000, 1100)), "tier_twice", "payment cod", "「10000円まで」が2つ", "two tiers end at 10000 yen"),
    "a hole above the last tier": Spoilt(tiers(*TEN_TIERS), "tier_hole", "payment cod", "30000円を超えて300000円までの手数料がありません", "no fee for sums above 30000 and up to 300000 yen"),
    "tiers without an end": Spoilt(cash(most=None), "tiers_without_end", "payment cod", "300000円を超えるときの手数料", "the fee above 300000 yen"),
    "a fee below zero": Spoilt(tiers((10_000, -330), (300_000, 1100)), "fee_negative", "payment cod", "手数料-330円", "-330 yen, is below zero"),
    "a tier for nothing": Spoilt(tiers((0, 330), (300_000, 1100)), "tier_empty", "payment cod", "「0円まで」", "ends at 0 yen"),
    "least above most": Spoilt(cash(least=300_001), "limits_crossed", "payment cod", "下限300001円が上限300000円", "300001 yen, exceeds the most, 300000 yen"),
    "a limit below zero": Spoilt(setting(lambda rows: payment(rows, "card"), least=-1), "limit_negative", "payment card", "下限は0以上", "must not be below zero"),
    "a spike that lacks a number": Spoilt(cash(spike={"declines": 3}), "spike_incomplete", "payment cod", "すべて要り", "a spike needs declines"),
    "a spike of nothing": Spoilt(cash(spike={"declines": 0, "minutes": 10, "percent": 80, "rest_minutes": 30}), "spike_number", "payment cod", "declinesは1〜1000", "declines of a spike"),
    "a spike above the whole": Spoilt(cash(spike={"declines": 3, "minutes": 10, "percent": 100, "rest_minutes": 30}), "spike_number", "payment cod", "percentは1〜99", "percent of a spike"),
    "a spike of half a minute": Spoilt(cash(spike={"declines": 3, "minutes": 0.5, "percent": 80, "rest_minutes": 30}), "spike_number", "payment cod", "いまは0.5", "not 0.5"),
    "a payment nowhere known": Spoilt(cash(not_to=["atlantis"]), "region_unknown", "payment cod", "地域「atlantis」", "no region atlantis"),
    "two payments of one code": Spoilt(lambda rows: replace(rows, payments=[*rows.payments, rows.payments[0]]), "code_twice", "payment card", "「card」が2つ", "bear the code card"),
    "nothing goes out": Spoilt(off("home", "doorstep", "postbox"), "no_way", "shipping", "常温の品を届ける方法", "no way to send ordinary goods"),
    "nothing cool goes out": Spoilt(lambda rows: off("cool")(rows) or replace(rows, cool_goods=True), "no_cool_way", "shipping", "クールの品を売っているのに", "stay cool are on sale"),
    "nobody can pay": Spoilt(off("card", "konbini", "wallet", "bank_transfer", "transfer", "cod"), "no_payment", "payment", "お支払い方法が、ひとつも", "no payment method"),
    "nobody takes the cash": Spoilt(off("home", "cool"), "no_way_takes_cash", "payment cod", "「cod」を受け取れるお届け方法", "takes cash is switched on for cod"),
    "no particulars": Spoilt(lambda rows: replace(rows, profile=None), "no_profile", "profile", "基本情報がありません", "particulars are missing"),
    "a price in words": Spoilt(kanto(price="650"), "misfit", "shipping_rate home price", "priceに'650'は入れられません", "price cannot be '650'"),
    "a price too long for a column": Spoilt(kanto(price=10**10), "misfit", "shipping_rate home price", "10000000000", "10000000000"),
    "half a name": Spoilt(home(name={"ja": "宅配便"}), "misfit", "shipping_method home name", "宅配便", "name cannot be"),
    "true for a number": Spoilt(cash(most=True), "misfit", "payment_method cod most", "mostにTrue", "most cannot be True"),
    "a list of the wrong things": Spoilt(home(not_to=[47]), "misfit", "shipping_method home not_to", "[47]", "[47]"),
}
# fmt: on


def test_nothing_is_wrong_with_what_the_shop_comes_with() -> None:
    assert tariff_faults(shipped(cool_goods=True), NOW) == []


@pytest.mark.parametrize("case", SPOILT.values(), ids=SPOILT.keys())
def test_a_fault_is_found_alone_under_its_name_in_both_languages(case: Spoilt) -> None:
    rows = shipped()
    found = tariff_faults(case.change(rows) or rows, NOW)
    assert [(one.rule, one.thing) for one in found] == [(case.rule, case.thing)]
    assert case.ja in found[0].words["ja"]
    assert case.en in found[0].words["en"]
    assert case.thing in str(found[0])


def test_all_faults_are_named_at_once() -> None:
    rows = shipped()
    kanto(price=-1)(rows)
    cash(least=400_000)(rows)
    assert [one.rule for one in tariff_faults(rows, NOW)] == ["price_negative", "limits_crossed"]


def test_the_rest_is_judged_once_every_value_is_of_its_kind() -> None:
    rows = shipped()
    kanto(price="650", free_from=0)(rows)
    assert [one.rule for one in tariff_faults(rows, NOW)] == ["misfit"]


def test_what_is_switched_off_is_looked_at_as_well() -> None:
    rows = shipped()
    off("doorstep")(rows)
    setting(lambda rows: way(rows, "doorstep"), weight_grams=0)(rows)
    assert [one.rule for one in tariff_faults(rows, NOW)] == ["box_takes_nothing"]


def test_fifty_nine_days_of_rest_are_a_holiday_and_a_falling_fee_is_a_fee() -> None:
    rows = tiers((10_000, 330), (300_000, 0))(rest(date(2027, 2, 1), 57)(shipped()))
    assert tariff_faults(rows, NOW) == []


def test_food_may_cost_no_tax_from_a_day_on() -> None:
    rows = taxed(("food", 8, OLD), ("goods", 10, OLD), ("food", 0, NEW))(shipped())
    assert tariff_faults(rows, NOW) == []
