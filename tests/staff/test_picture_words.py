"""The words of a picture at the desk: two people who write them at once both see what the other wrote."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.staff.roles import Role
from tests.catalog.test_editing import of
from tests.staff.changes.products import PRODUCTS, picture
from tests.support.desk import Desk, audit, hire
from tests.support.orders import behind_the_counter
from tests.support.till import at_the_desk

GALLERY = f"{PRODUCTS}/sleep-blend/pictures"
MINE = {"alt-ja": "湯気の立つ湯呑み", "alt-en": "A steaming cup"}
THEIRS = {"alt-ja": "木の机の上の湯呑み", "alt-en": "A cup on a wooden table"}


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def stored(app: Flask) -> tuple[str, int]:
    """The words of the picture and how often they were changed."""
    with behind_the_counter(app):
        found = of().gallery[1].picture
        return found.alt["ja"], found.version


def test_whoever_is_second_sees_both_and_decides(app: Flask, desk: Desk, now: datetime) -> None:
    hire(app, now, "taro@happa.example", Role.MANAGER)
    other = Desk(app)
    other.sign_in("taro@happa.example")
    path = picture("")(app, now)
    for one in (desk, other):
        one.get(GALLERY)
    assert other.post(path, **THEIRS).location == f"{GALLERY}?told=picture_saved"
    lines = len(audit(app))
    assert desk.post(path, **MINE).status_code == 409
    words = desk.page.get_text(" ", strip=True)
    assert THEIRS["alt-ja"] in words
    typed = desk.page.select_one(f'form[action="{path}"] [name="alt-ja"]')
    assert typed is not None
    assert typed.get_text(strip=True) == MINE["alt-ja"]
    assert stored(app) == (THEIRS["alt-ja"], 2)
    assert len(audit(app)) == lines
    assert desk.post(path, **MINE).location == f"{GALLERY}?told=picture_saved"
    assert stored(app) == (MINE["alt-ja"], 3)


def test_a_refused_form_keeps_the_version_it_was_opened_with(app: Flask, desk: Desk, now: datetime) -> None:  # fmt: skip
    path = picture("")(app, now)
    desk.get(GALLERY)
    assert desk.post(path, **{**MINE, "alt-en": ""}).status_code == 422
    with behind_the_counter(app):
        found = of().gallery[1].picture
        found.alt, found.version = {"ja": "ほかの人の文", "en": "Somebody else's"}, 2
        db.session.flush()
    assert desk.post(path, **MINE).status_code == 409
    assert stored(app) == ("ほかの人の文", 2)
