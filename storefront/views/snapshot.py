"""The shop's slow-changing side, read once per revision and day and then kept: tariff, profile, navigation."""

from dataclasses import dataclass, field
from datetime import date, datetime

from flask import current_app, g, url_for
from sqlalchemy import select

from storefront import clock, revision
from storefront.catalog.category import Category
from storefront.extensions import db
from storefront.faults import NotOpen
from storefront.locales import Text
from storefront.offers.incentives import Deal, deals_of
from storefront.offers.terms import Terms, load_terms
from storefront.quoting.tariff import Tariff
from storefront.quoting.tariff_reading import load_tariff
from storefront.revision import Part
from storefront.shop.account import BankAccount, account_of
from storefront.shop.profile import ShopProfile
from storefront.views import current


@dataclass(frozen=True)
class Shelf:
    """A category as navigation and filters need it; `parent` is a slug or empty."""

    id: int
    slug: str
    name: Text
    lead: Text
    parent: str


@dataclass(frozen=True)
class Profile:
    """The shop's particulars, detached from the database."""

    name: Text
    phone: str
    email: str
    hours: Text
    returns_days: int
    account: BankAccount | None = None
    """Where transfers go that no payment company takes."""


@dataclass(frozen=True)
class Snapshot:
    """What all pages share."""

    tariff: Tariff
    profile: Profile
    shelves: tuple[Shelf, ...]
    offers: tuple[Terms, ...]
    """What is published, whether its dates have come or not."""
    _deals: dict[tuple[int, ...], tuple[Deal, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def on(self, now: datetime) -> tuple[int, ...]:
        """The ids of the offers that are on: what prices hang on as long as the settings stay."""
        return tuple([one.id for one in self.offers if one.on(now)])

    def deals(self, now: datetime) -> tuple[Deal, ...]:
        """The price rules of offers that are on."""
        return self.deals_of(self.on(now), now)

    def deals_of(self, on: tuple[int, ...], now: datetime) -> tuple[Deal, ...]:
        """The price rules of those that are on, which the caller has asked for already."""
        if on not in self._deals:
            self._deals[on] = deals_of(self.offers, now)
        return self._deals[on]

    def shelf(self, slug: str) -> Shelf | None:
        """The shelf of that slug."""
        return next((shelf for shelf in self.shelves if shelf.slug == slug), None)

    def below(self, shelf: Shelf) -> tuple[Shelf, ...]:
        """The leaves of a shelf: its children, or itself."""
        children = tuple(child for child in self.shelves if child.parent == shelf.slug)
        return children or (shelf,)


@dataclass(frozen=True)
class NavItem:
    """One word of the navigation."""

    url: str
    name: Text
    slug: str


_kept: dict[str, tuple[tuple[int, date], Snapshot]] = {}


def snapshot() -> Snapshot:
    """The snapshot for the present settings revision and day; costs statements only after a change."""
    day = clock.shop_day(current.now())
    database = current_app.config["SQLALCHEMY_DATABASE_URI"]
    found = _kept.get(database)
    if found and found[0] == (current.glance().settings, day):
        return found[1]
    # No lock, though several may read the same after a change: whoever held one would wait for their turn to write, and
    # whoever writes for the lock.
    # Not the glance's number: this transaction may have begun before it, and then reads what was there then.
    number = revision.current(Part.SETTINGS)
    made = _read()
    _kept[database] = ((number, day), made)
    return made


def stage() -> tuple[date | str, ...]:
    """The tariff's stage at the moment of this request, worked out once for all that is kept under it."""
    now: tuple[date | str, ...] | None = g.get("stage")
    if now is None:
        now = g.stage = snapshot().tariff.stage(current.now())
    return now


def nav() -> list[NavItem]:
    """The top shelves, for the header."""
    return [
        NavItem(url_for("catalog.category", slug=shelf.slug), shelf.name, shelf.slug)
        for shelf in snapshot().shelves
        if not shelf.parent
    ]


def _read() -> Snapshot:
    row = db.session.scalars(select(ShopProfile)).one_or_none()
    if row is None:
        raise NotOpen("the shop is not set up yet: run `flask --app wsgi setup`")
    account = account_of(row.account)
    profile = Profile(row.name, row.phone, row.email, row.hours, row.returns_days, account)
    tariff = load_tariff(current.now())
    categories = db.session.scalars(select(Category).order_by(Category.position)).all()
    slugs = {category.id: category.slug for category in categories}
    shelves = tuple(
        Shelf(c.id, c.slug, c.name, c.lead, slugs.get(c.parent_id, "") if c.parent_id else "")
        for c in categories
    )
    return Snapshot(tariff, profile, shelves, load_terms())
