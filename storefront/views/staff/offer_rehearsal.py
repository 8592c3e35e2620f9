"""What stands beside the form of an offer: what is wrong with it, how it looks, and what the gate would decide."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from flask import g, get_template_attribute
from flask_babel import LazyString, force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import select

from storefront.extensions import db
from storefront.locales import LOCALES, Locale
from storefront.offers.checking import known_for
from storefront.offers.checks import problems
from storefront.offers.choosing import Proposal
from storefront.offers.clashes import Met, clashes
from storefront.offers.fitting import Misfit
from storefront.offers.kinds import Kind, OfferState, Placement
from storefront.offers.offer import Offer
from storefront.offers.problem import Found, Problem
from storefront.offers.trial import Visitor, trial_terms
from storefront.offers.written import Written
from storefront.views.offer_view import Shown, view_of
from storefront.views.offering import Table
from storefront.views.staff.offer_cart import cart_of
from storefront.views.staff.offer_form import OfferForm
from storefront.views.staff.offer_problems import problem_field, problem_words
from storefront.views.staff.offer_stage import Stage, Verdict, set_out
from storefront.views.staff.offer_words import (
    PLACEMENTS,
    VISITORS,
    WHYS,
    clash_words,
)

MISFITS: dict[Misfit, LazyString] = {
    Misfit.SOLD_OUT: _l("在庫が足りません"),
    Misfit.IN_CART: _l("もうカートにあります"),
    Misfit.SUBSTITUTE: _l("カートの品の代わりになるものです"),
    Misfit.TOO_DEAR: _l("カートの品の半分より高い品です"),
    Misfit.NO_MARGIN: _l("利益が1割に足りません"),
    Misfit.UNSENDABLE: _l("一緒に送れません"),
    Misfit.MORE_SHIPPING: _l("送料がふえます"),
    Misfit.LEAVES_GAP: _l("足しても、送料当社負担に届きません"),
    Misfit.LOSES_SENDING: _l("値引きで、送料当社負担の金額を割ります"),
    Misfit.LOSES_SAVING: _l("ほかの値引きがなくなります"),
}
NOWHERE = "#rehearsal-sights"
"""Where links of a sample lead: what is being typed is not to be lost."""


@dataclass(frozen=True)
class Trouble:
    """Something to be mended before publishing, and the field where."""

    field: str
    words: str


@dataclass(frozen=True)
class Meeting:
    """Another offer it meets."""

    code: str
    words: str


@dataclass(frozen=True)
class Sight:
    """How it looks at a placement, by language; or why there is nothing to see."""

    name: str
    drawn: Sequence[tuple[Locale, Markup]] = ()
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Sample(Shown):
    """An offer that is only looked at: nothing can be answered, and several of it stand on one page."""

    locale: Locale = "ja"

    @property
    def id(self) -> str:
        """The element it stands in."""
        return f"sample-{self.placement}-{self.locale}"


@dataclass(frozen=True)
class Ruling:
    """What becomes of one offer at a placement, in words; `mine` is the one being written."""

    code: str
    title: dict[str, str]
    mine: bool
    shown: bool
    words: str


@dataclass(frozen=True)
class Bench:
    """The rulings of one placement: of this offer, of what is shown in its place, and of all others."""

    name: str
    first: Sequence[Ruling]
    rest: Sequence[Ruling]


@dataclass(frozen=True)
class Rehearsal:
    """All of it. `cart` is the cart it was tried with, as typed; `wrong` its lines that are no goods."""

    troubles: Sequence[Trouble]
    meetings: Sequence[Meeting]
    sights: Sequence[Sight]
    benches: Sequence[Bench]
    cart: Sequence[tuple[str, int]]
    wrong: Sequence[str]
    visitor: str


def rehearse(form: OfferForm, now: datetime) -> Rehearsal:
    """Try what was typed, as far as it can be read. Writes nothing."""
    written = form.written
    found, met = judged(written, now)
    troubles = [Trouble(name, words) for name, words in form.unread.items()]
    troubles += [Trouble(problem_field(f, written), problem_words(f, written)) for f in found]
    goods, wrong = cart_of(form)
    terms = trial_terms(written)
    stage = set_out(goods, terms, now)
    visitor = visitor_of(form)
    places = [place for place in Placement if place in written.placements]
    priced = all(one.problem is not Problem.ABOVE_PRICE for one in found)
    return Rehearsal(
        troubles,
        [Meeting(one.code, clash_words(one)) for one in met],
        [_sight(stage, place) if priced else _unpriced(place) for place in places],
        [_bench(stage, place, visitor) for place in places] if goods and priced else [],
        [(variant.sku, count) for variant, count in goods],
        wrong,
        str(VISITORS[visitor]),
    )


def judged(written: Written, now: datetime) -> tuple[list[Found], list[Met]]:
    """What forbids publishing it, and how it would meet others."""
    known = known_for([written], now)
    codes = set(db.session.scalars(select(Offer.code).where(Offer.state == OfferState.PUBLISHED)))
    published = [one for code, one in known.offers.items() if code in codes]
    return problems(written, known), list(clashes(written, published, known.sold))


def visitor_of(form: OfferForm) -> Visitor:
    """The visitor it is tried on."""
    said = form.value("visitor")
    return Visitor(said) if said in set(Visitor) else Visitor.NEW


def _sight(stage: Stage, placement: Placement) -> Sight:
    name = str(PLACEMENTS[placement])
    made = stage.proposal(placement)
    if made is None:
        return Sight(name, words=_nothing(stage, placement))
    return Sight(name, [(locale, _drawn(*made, locale)) for locale in LOCALES])


def _unpriced(placement: Placement) -> Sight:
    """What cannot be had at a price cannot be seen."""
    return Sight(str(PLACEMENTS[placement]), words=[str(_("値引きを直すと、見え方が出ます。"))])


def _drawn(made: Proposal, table: Table, locale: Locale) -> Markup:
    """An offer as the shop draws it, in a language, with nothing in it that could be answered."""
    block = get_template_attribute("components/offer.html", "offer_block")
    with _speaking(locale):
        seen = view_of(made, table)
        fields = {name: getattr(seen, name) for name in Shown.__dataclass_fields__}
        fields |= {"token": "", "cards": tuple(replace(card, href=NOWHERE) for card in seen.cards)}
        return Markup(block(Sample(**fields, locale=locale), heading=4))  # a rendered macro  # nosec B704


def _nothing(stage: Stage, placement: Placement) -> list[str]:
    """Why nothing would be seen there."""
    if not stage.goods:
        return [str(_("試すカートに商品がありません。"))]
    told = [
        str(_("%(sku)s：%(why)s", sku=sku, why=MISFITS[why]))
        for sku, why in stage.misfits(placement)[:3]
    ]
    if told:
        return told
    match stage.trial.kind:
        case Kind.BUNDLE:
            words = _("このカートでは、セットが揃わないか、値引きのとおりになりません。")
        case Kind.SET_OF_N | Kind.UP_SELL | Kind.DOWNSELL:
            words = _("このカートに、替わるものがないか、値引きのとおりになりません。")
        case _:
            words = _("このカートに合う商品がありません。")
    return [str(words)]


def _bench(stage: Stage, placement: Placement, visitor: Visitor) -> Bench:
    rulings = [_ruling(one, stage) for one in stage.verdicts(placement, visitor)]
    first = [one for one in rulings if one.mine or one.shown]
    rest = [one for one in rulings if not (one.mine or one.shown)]
    return Bench(str(PLACEMENTS[placement]), sorted(first, key=lambda one: not one.mine), rest)


def _ruling(verdict: Verdict, stage: Stage) -> Ruling:
    terms, why = verdict.terms, verdict.why
    return Ruling(
        terms.code,
        terms.title,
        terms.code == stage.terms.code,
        why is None,
        str(_("表示します")) if why is None else str(WHYS[why]),
    )


@contextmanager
def _speaking(locale: Locale) -> Iterator[None]:
    """Words and addresses in a language that is not the page's."""
    before = g.get("locale")
    g.locale = locale
    try:
        with force_locale(locale):
            yield
    finally:
        g.locale = before
