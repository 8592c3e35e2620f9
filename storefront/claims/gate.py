"""The gate every claim passes: asked for, proved, published, and proved again each time it is shown.

One statement reads any number of claims with all that can prove them.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from storefront import revision
from storefront.catalog.category import Category
from storefront.catalog.price import Price
from storefront.catalog.product import PUBLISHED, Product
from storefront.catalog.variant import FEW, Variant, few_left
from storefront.claims.best import Counted, TopSeller, prove_best
from storefront.claims.claim import ASKABLE, Claim, Kind, Left, Proof, Until, Was
from storefront.claims.past_price import Charged, past_price
from storefront.claims.rule import CannotProve, Rule
from storefront.clock import day_begins, shop_day
from storefront.database import insert_once
from storefront.extensions import db
from storefront.locales import Text
from storefront.money import Yen


@dataclass(frozen=True)
class Subject:
    """What a claim is about, as people know it."""

    variant_id: int
    product_id: int
    sku: str
    slug: str
    name: Text
    label: Text
    shelf: Text
    price: Yen
    stock: int
    offered_since: datetime | None
    offered: bool


@dataclass(frozen=True)
class Asked:
    """A claim with its evidence: prices charged and to come, oldest first, and what its shelf sold."""

    kind: Kind
    published: bool
    subject: Subject
    top: Counted | None = None
    charged: list[Charged] = field(default_factory=list)
    ahead: list[Charged] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """A claim that is published and proved."""

    kind: Kind
    subject: Subject
    proof: Proof


@dataclass(frozen=True)
class Verdict:
    """A claim that was asked for, and its proof or the rule in its way."""

    asked: Asked
    found: Proof | Rule

    @property
    def rule(self) -> Rule | None:
        """What stands in its way; None when it is proved."""
        return self.found if isinstance(self.found, Rule) else None


def ask(variant: Variant, kind: Kind, now: datetime) -> None:
    """Write down that a claim is wanted; nothing is shown by that. Safe to repeat. ValueError for `left`."""
    if kind not in ASKABLE:
        raise ValueError(f"{kind.value} is not asked for: it shows itself where it is true")
    insert_once(Claim, variant_id=variant.id, kind=kind.value, asked_at=now)


def publish(variant: Variant, kind: Kind, now: datetime) -> Proof:
    """Let a claim be shown from now on, on every day it can be proved; returns today's proof. Safe to repeat.

    Raises CannotProve, which carries the rule in its way; the claim then stays asked for. The caller commits.
    """
    ask(variant, kind, now)
    mine = and_(Claim.variant_id == variant.id, Claim.kind == kind.value)
    (asked,) = _asked(mine)
    found = prove(asked, now)
    if isinstance(found, Rule):
        raise CannotProve(found)
    if not asked.published:
        _set_published(mine, now)
    return found


def withdraw(variant: Variant, kind: Kind) -> bool:
    """Show a claim no longer; False when it was not published. It stays asked for."""
    mine = and_(Claim.variant_id == variant.id, Claim.kind == kind.value)
    return _set_published(and_(mine, Claim.published_at.is_not(None)), None)


def prove(asked: Asked, now: datetime) -> Proof | Rule:
    """Today's proof of a claim, or the first rule in its way."""
    subject = asked.subject
    if not subject.offered:
        return Rule.NOT_OFFERED
    match asked.kind:
        case Kind.WAS:
            charged = since_offered(asked.charged, subject.offered_since)
            past = past_price(charged, subject.price, shop_day(now))
            return past if isinstance(past, Rule) else Was(past, past.price - subject.price)
        case Kind.BEST:
            return prove_best(subject.product_id, asked.top, shop_day(now))
        case Kind.UNTIL:
            return _until(asked, now)
        case Kind.LEFT:
            return _left(subject.stock)


def shown_for(product_id: int, now: datetime) -> list[Shown]:
    """The claims a product page may make now; one statement."""
    return _shown(now, Product.id == product_id)


def shown_everywhere(now: datetime) -> list[Shown]:
    """Every claim the shop makes now, without the counts of stock, in the shop's order; one statement."""
    return _shown(now)


def verdicts(now: datetime) -> list[Verdict]:
    """Every claim that was asked for, proved or not, in the shop's order; one statement."""
    return [Verdict(asked, prove(asked, now)) for asked in _asked()]


def counts_shown(now: datetime) -> list[Verdict]:
    """Every variant whose count the shop names by itself; one statement."""
    rows = db.session.execute(
        select(*_SUBJECT)
        .select_from(Variant)
        .join(Product, Product.id == Variant.product_id)
        .join(Category, Category.id == Product.category_id)
        .where(PUBLISHED, Variant.published, Variant.stock.between(1, FEW))
        .order_by(*_ORDER)
    )
    asked = [Asked(Kind.LEFT, published=True, subject=_subject(row)) for row in rows]
    return [Verdict(one, prove(one, now)) for one in asked]


def since_offered(charged: list[Charged], since: datetime | None) -> list[Charged]:
    """What was charged while a thing was on offer: a price that stood on a draft, or on what was taken off sale, was asked of
    nobody. The price in force when it came on offer counts from then; None: on offer from the first.
    """
    if since is None:
        return charged
    before = [one for one in charged if one.since <= since]
    return [*(Charged(one.price, since) for one in before[-1:]), *charged[len(before) :]]


def _until(asked: Asked, now: datetime) -> Until | Rule:
    """The next price, if it begins before today has ended (24:00 included) and is higher."""
    ends = day_begins(shop_day(now) + timedelta(days=1))
    following = asked.ahead[0] if asked.ahead else None
    if following is None or not now < following.since <= ends:
        return Rule.NOTHING_SCHEDULED
    if following.price <= asked.subject.price:
        return Rule.NOT_RAISED
    return Until(following.since, following.price)


def _left(stock: int) -> Left | Rule:
    left = few_left(stock)
    if left is not None:
        return Left(left)
    return Rule.ENOUGH_LEFT if stock > 0 else Rule.NONE_LEFT


def _set_published(which: ColumnElement[bool], at: datetime | None) -> bool:
    changed = db.session.scalars(
        update(Claim)
        .where(which)
        .values(published_at=at)
        .returning(Claim.id)
        .execution_options(synchronize_session=False)
    ).all()
    if changed:
        revision.bump()
    return bool(changed)


def _shown(now: datetime, *where: ColumnElement[bool]) -> list[Shown]:
    asked = _asked(Claim.published_at.is_not(None), *where)
    found = [(one, prove(one, now)) for one in asked]
    return [
        Shown(one.kind, one.subject, proof) for one, proof in found if not isinstance(proof, Rule)
    ]


_SUBJECT: tuple[Any, ...] = (
    Variant.id, Product.id, Variant.sku, Product.slug, Product.name, Variant.label,
    Category.name.label("shelf"), Variant.price, Variant.stock,
    Variant.offered_since, and_(Variant.published, PUBLISHED).label("offered"),
)  # fmt: skip
_TOP: tuple[InstrumentedAttribute[Any], ...] = (
    TopSeller.product_id, TopSeller.pieces, TopSeller.second, TopSeller.first_on, TopSeller.last_on,
)  # fmt: skip
_ORDER = (Product.position, Product.id, Variant.position)


def _asked(*where: ColumnElement[bool]) -> list[Asked]:
    """Claims with their evidence: a row for each of their prices, in one statement."""
    rows = db.session.execute(
        select(
            Claim.id, Claim.kind, Claim.published_at, *_SUBJECT, *_TOP,
            Price.price, Price.starts_at, Price.applied_at,
        )
        .join(Variant, Variant.id == Claim.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Category, Category.id == Product.category_id)
        .outerjoin(TopSeller, TopSeller.category_id == Category.id)
        .outerjoin(Price, and_(Price.variant_id == Variant.id, _tells(Claim.kind)))
        .where(*where)
        .order_by(*_ORDER, Claim.id, Price.starts_at)
    )  # fmt: skip
    asked: dict[int, Asked] = {}
    for row in rows:
        one = asked.setdefault(row[0], _first(row))
        price, starts_at, applied_at = row[-3:]
        if applied_at is not None:
            one.charged.append(Charged(price, applied_at))
        elif price is not None:
            one.ahead.append(Charged(price, starts_at))
    return list(asked.values())


def _tells(kind: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The prices that matter: those charged to a struck price, those to come to a deadline, none to a best seller."""
    return or_(
        and_(kind == Kind.WAS.value, Price.applied_at.is_not(None)),
        and_(kind == Kind.UNTIL.value, Price.applied_at.is_(None)),
    )


def _first(row: Row[Any]) -> Asked:
    subject, top = row[3 : 3 + len(_SUBJECT)], row[3 + len(_SUBJECT) : -3]
    return Asked(
        kind=Kind(row[1]),
        published=row[2] is not None,
        subject=_subject(subject),
        top=None if top[0] is None else Counted(*top),
    )


def _subject(columns: Any) -> Subject:
    return Subject(*columns)
