"""The whole sweep: every rule asked once, its findings in one list."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime

from sqlalchemy import select

from storefront.catalog.stock import disagreements
from storefront.payments.radar import money, work
from storefront.payments.radar.asking import MOST, some
from storefront.payments.radar.finding import Finding
from storefront.payments.radar.mismatch import Kind, Mismatch

Rule = Callable[[datetime, Collection[str] | None], Iterator[Mismatch]]


def mismatches(now: datetime) -> tuple[Mismatch, ...]:
    """Everything that does not agree at this moment, the gravest kind and the oldest first. Reads only.

    At most MOST of each kind are named. Costs a fixed number of statements, one for each rule; those of THOROUGH look
    at every order of some weeks, which takes seconds in a large shop.
    """
    return sorted_out(one for rule in RULES for one in rule(now, None))


def sorted_out(found: Iterable[Mismatch]) -> tuple[Mismatch, ...]:
    """Each once, the gravest kind and the oldest first."""
    order = {kind: place for place, kind in enumerate(Kind)}
    each = {(one.kind, one.subject): one for one in found}
    return tuple(sorted(each.values(), key=lambda one: (order[one.kind], one.since, one.subject)))


def look(kind: Kind, subject: str, now: datetime) -> Mismatch | None:
    """One mismatch as it stands now; None when it is gone."""
    rules = (*ASKED_BY.get(kind, ()), findings)
    found = (one for rule in rules for one in rule(now, [subject]))
    return next((one for one in found if one.kind is kind), None)


def findings(_now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """What the nightly comparison found and nobody has looked at yet."""
    asked = (
        select(Finding, Finding.subject)
        .where(Finding.closed_at.is_(None), Finding.seen_at.is_(None))
        .order_by(Finding.found_at)
    )
    for row, _subject in some(asked, Finding.subject, only):
        yield row.mismatch()


def stock_differs(now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Variants whose counter is not the sum of their ledger; nobody knows since when."""
    for sku, counter, booked in disagreements(only)[:MOST]:
        yield Mismatch(Kind.STOCK_DIFFERS, sku, now, detail=f"{counter} / {booked}")


ASKED_BY: dict[Kind, tuple[Rule, ...]] = {
    Kind.ORDER_WITHOUT_PAYMENT: (money.order_without_payment,),
    Kind.AMOUNT_DIFFERS: (money.amount_differs,),
    Kind.PAID_BUT_OVER: (money.surplus,),
    Kind.MONEY_IDLE: (money.surplus,),
    Kind.LIVE_AFTER_END: (money.live_after_end,),
    Kind.ATTEMPT_UNKNOWN: (money.attempt_unknown,),
    Kind.DISPUTE_LOST: (money.dispute,),
    Kind.DISPUTE: (money.dispute,),
    Kind.REFUND_STUCK: (work.refunds,),
    Kind.REFUND_TO_SEND: (work.refunds,),
    Kind.ACCOUNT_WANTED: (work.refunds,),
    Kind.CASH_AWAITED: (money.cash_awaited,),
    Kind.CONFIRMATION_MISSING: (work.confirmation_missing,),
    Kind.WEBHOOK_FAILED: (work.dead_jobs,),
    Kind.MAIL_DEAD: (work.dead_jobs,),
    Kind.JOB_DEAD: (work.dead_jobs,),
    Kind.STOCK_DIFFERS: (stock_differs,),
    Kind.METHOD_CLOSED: (work.method_closed,),
}
"""Which rule finds which kind in our own books; the others are findings alone."""
RULES: tuple[Rule, ...] = (
    *dict.fromkeys(r for rules in ASKED_BY.values() for r in rules),
    findings,
)
THOROUGH: frozenset[Rule] = frozenset(
    (money.order_without_payment, money.amount_differs, work.confirmation_missing, stock_differs)
)
"""The rules that compare all there is, row by row; the others are answered by what an index keeps of what is open."""
