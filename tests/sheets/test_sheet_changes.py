"""Changing a sheet of settings: judged as a whole, written down, and never over what somebody else wrote meanwhile."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import revision
from storefront.extensions import db
from storefront.quoting.checks import BadTariff
from storefront.revision import Part
from storefront.sheets.change import ChangedMeanwhile, save, version_of
from storefront.sheets.finding import sheet_of
from storefront.sheets.payment import all_methods
from storefront.sheets.sheet import Sheet
from storefront.sheets.shipping import all_ways
from storefront.shop.profile import LegalItem
from storefront.staff.audit import AuditEntry
from tests.support.sheets import BY, said_of, written

SUBJECTS = (
    "shipping:home",
    "shipping:free",
    "payment:cod",
    "days:week",
    "shop:profile",
    "legal:returns_terms",
    "mail:order_sent",
)


REFUSED: list[tuple[str, dict[str, object], str]] = [
    ("shipping:home", {"shortest_mm": 900}, "box_sides"),
    ("shipping:home", {"days_to_choose": 0}, "slots_without_days"),
    (
        "shipping:cool",
        {"rate-kanto": {"price": 900, "days": 1, "free_from": 1}},
        "cool_is_never_free",
    ),
    (
        "shipping:home",
        {"rate-kanto": {"price": -1, "days": 1, "free_from": None}},
        "price_negative",
    ),
    ("shipping:home", {"cutoff": "25:00"}, "cutoff_unreadable"),
    ("payment:cod", {"fees": [[10000, 330]]}, "tier_hole"),
    ("payment:cod", {"most": None}, "tiers_without_end"),
    ("payment:card", {"least": 10, "most": 5}, "limits_crossed"),
    ("days:week", {"weekdays": []}, "shop_never_packs"),
    ("shop:profile", {"account": {}}, "no_account"),
    ("shop:profile", {"name": {"ja": "店", "en": ""}}, "misfit"),
]
"""What the engine cannot work with, and what it calls it."""


def of(subject: str) -> Sheet:
    found = sheet_of(subject)
    assert found is not None
    return found


def test_a_sheet_put_back_as_it_was_read_changes_no_row(shop: Flask) -> None:
    for subject in SUBJECTS:
        sheet = of(subject)
        sheet.put(sheet.values())
        assert not db.session.dirty, subject
        assert not db.session.new, subject


def test_a_subject_that_names_nothing_has_no_sheet(shop: Flask) -> None:
    for subject in ("", "shipping:", "shipping:none", "mail:none", "legal:x", "all", "tax:food"):
        assert sheet_of(subject) is None


def test_a_change_is_written_down_with_what_it_changed_and_nothing_else(
    shop: Flask, now: datetime
) -> None:
    sheet, before = of("shipping:home"), revision.current(Part.SETTINGS)
    wanted = sheet.values() | {"rate-kanto": {"price": 720, "days": 2, "free_from": 5500}}
    assert save(sheet, wanted, 0, BY, now)
    db.session.commit()
    assert of("shipping:home").values() == wanted
    assert revision.current(Part.SETTINGS) == before + 1
    assert version_of("shipping:home") == 1
    assert written() == [
        (
            "setting.changed",
            "shipping:home",
            {"rate-kanto": {"price": 650, "days": 1, "free_from": 5500}},
            {"rate-kanto": {"price": 720, "days": 2, "free_from": 5500}},
        )
    ]


def test_what_is_so_already_is_no_change(shop: Flask, now: datetime) -> None:
    sheet = of("payment:cod")
    assert not save(sheet, sheet.values(), 0, BY, now)
    db.session.rollback()
    assert written() == []


def test_a_form_opened_before_somebody_elses_change_is_not_stored(
    shop: Flask, now: datetime
) -> None:
    assert save(of("days:week"), {"cutoff": "14:00"}, 0, BY, now)
    db.session.commit()
    with pytest.raises(ChangedMeanwhile):
        save(of("days:week"), {"cutoff": "16:00"}, 0, BY, now)
    db.session.rollback()
    assert of("days:week").values()["cutoff"] == "14:00"
    assert len(written()) == 1
    assert save(of("days:week"), {"cutoff": "16:00"}, 1, BY, now)


def test_what_the_engine_refuses_is_not_stored(shop: Flask, now: datetime) -> None:
    for subject, wanted, rule in REFUSED:
        before = of(subject).values()
        with pytest.raises(BadTariff) as refused:
            save(of(subject), wanted, 0, BY, now)
        db.session.rollback()
        assert rule in {fault.rule for fault in refused.value.faults}
        assert of(subject).values() == before
    assert written() == []


def test_the_last_way_to_pay_cannot_be_switched_off(shop: Flask, now: datetime) -> None:
    *others, last = [method.code for method in all_methods()]
    for code in others:
        assert save(of(f"payment:{code}"), {"active": False}, 0, BY, now)
    with pytest.raises(BadTariff):
        save(of(f"payment:{last}"), {"active": False}, 0, BY, now)


def test_a_region_is_left_out_and_taken_in_again(shop: Flask, now: datetime) -> None:
    line = of("shipping:home").values()["rate-okinawa"]
    for version, wanted in enumerate((None, line)):
        assert save(of("shipping:home"), {"rate-okinawa": wanted}, version, BY, now)
        db.session.commit()
        way = next(one for one in all_ways() if one.code == "home")
        assert way.not_to == ([] if wanted else ["okinawa"])
        assert len(way.rates) == (10 if wanted else 9)


def test_one_value_from_which_the_shop_pays_goes_into_every_line_it_is_for(
    shop: Flask, now: datetime
) -> None:
    wanted = {"free_from": 4000, "free_ways": ["home"], "never_free": ["okinawa", "hokkaido"]}
    assert of("shipping:free").values() == {
        "free_from": 5500, "free_ways": ["home", "doorstep"], "never_free": ["okinawa"],
    }  # fmt: skip
    assert save(of("shipping:free"), wanted, 0, BY, now)
    db.session.commit()
    home, doorstep, postbox, cool = (said_of(way) for way in all_ways())
    assert {r for r, value in home.items() if value is None} == {"okinawa", "hokkaido"}
    assert {value for value in home.values() if value} == {4000}
    assert set(doorstep.values()) == set(postbox.values()) == set(cool.values()) == {None}
    assert of("shipping:free").values() == wanted | {"never_free": ["hokkaido", "okinawa"]}


def test_fee_tiers_are_changed_added_and_taken_away_at_once(shop: Flask, now: datetime) -> None:
    tiers = [[10000, 300], [50000, 500], [300000, 1100]]
    assert save(of("payment:cod"), {"fees": tiers}, 0, BY, now)
    db.session.commit()
    assert of("payment:cod").values()["fees"] == tiers


def test_words_of_a_mail_that_are_taken_back_leave_nothing(shop: Flask, now: datetime) -> None:
    nothing = of("mail:order_sent").values()
    words = nothing | {"opening": {"ja": "お待たせしました。", "en": ""}}
    assert save(of("mail:order_sent"), words, 0, BY, now)
    db.session.commit()
    assert of("mail:order_sent").values() == words
    assert save(of("mail:order_sent"), nothing, 1, BY, now)
    db.session.commit()
    assert of("mail:order_sent").values() == nothing


def test_a_refused_change_of_words_is_not_half_done(shop: Flask, now: datetime) -> None:
    item = db.session.scalars(select(LegalItem).where(LegalItem.key == "seller")).one()
    before = dict(item.label)
    with pytest.raises(ChangedMeanwhile):
        save(of("legal:seller"), {"label": {"ja": "x", "en": "y"}}, 7, BY, now)
    db.session.rollback()
    assert item.label == before
    assert db.session.scalars(select(AuditEntry)).first() is None
