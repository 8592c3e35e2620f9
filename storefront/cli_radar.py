"""Commands that watch over the money: `flask --app wsgi payments sync | compare | radar | repair | close | open`."""

from datetime import datetime, timedelta

import click

from storefront import clock
from storefront.clock import shop_time
from storefront.database import writing
from storefront.extensions import db
from storefront.payments import closing, comparing
from storefront.payments.radar.mismatch import Kind, Mismatch
from storefront.payments.radar.repairs import NothingToRepair, repair
from storefront.payments.radar.sweep import mismatches
from storefront.payments.radar.words import MEANING, TITLE
from storefront.payments.reconciling import sync
from storefront.payments.replaying import replay_all


@click.command("sync")
def ask_all() -> None:
    """Ask the gateway for the messages we missed, and about every attempt left open."""
    writing.set(True)
    new = replay_all(clock.now())
    click.echo(f"{new} messages taken in, {sync(clock.now())} payments and orders looked at")


@click.command("compare")
def compare() -> None:
    """Compare the payment companies' books of the last four days with ours, refunds of older charges included.

    Asks about whatever differs, and names what still does. The exit code is 1 when anything differed, 2 when a company did not answer.
    """
    writing.set(True)
    made = comparing.compare(clock.now())
    click.echo(f"{made.charges} charges compared, {made.put_right} asked about anew")
    _list(made.findings)
    for code in made.away:
        click.echo(f"{code} does not answer: its books were not compared", err=True)
    if made.away:
        raise SystemExit(2)
    if not made.same:
        raise SystemExit(1)


@click.command("radar")
def radar() -> None:
    """Name everything that does not agree: orders, money, refunds, jobs, mails, stock. The exit code is 1 when anything does."""
    found = mismatches(clock.now())
    _list(found)
    if found:
        raise SystemExit(1)
    click.echo("Nothing to report")


@click.command("repair")
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@click.argument("subject")
def mend(kind: str, subject: str) -> None:
    """Do the one thing that can be done about a mismatch, as `payments radar` names it: its KIND and SUBJECT."""
    writing.set(True)
    try:
        done = repair(Kind(kind), subject, clock.now())
    except NothingToRepair as refusal:
        db.session.rollback()
        raise click.ClickException("nothing to repair there, or nothing to be done") from refusal
    db.session.commit()
    click.echo(f"{done.kind.value} {done.subject}: {done.remedy}")


@click.command("close")
@click.argument("method")
@click.option("--minutes", type=click.IntRange(1, 60 * 24 * 30), help="Opens by itself after that.")
def close(method: str, minutes: int | None) -> None:
    """Take no new payment by METHOD; open ones go on. Without --minutes until `payments open`."""
    writing.set(True)
    _known(method)
    now = clock.now()
    until = now + timedelta(minutes=minutes) if minutes else None
    changed = closing.close_method(method, now, until, "staff")
    db.session.commit()
    ends = f"until {_time(until)}" if until else f"until `payments open {method}`"
    click.echo(
        f"{method} is closed {ends}" if changed else f"{method} is closed for longer already"
    )


@click.command("open")
@click.argument("method")
def open_again(method: str) -> None:
    """Take new payments by METHOD again."""
    writing.set(True)
    _known(method)
    changed = closing.open_method(method)
    db.session.commit()
    click.echo(f"{method} is open again" if changed else f"{method} was not closed")


COMMANDS = (ask_all, compare, radar, mend, close, open_again)


def _known(method: str) -> None:
    if not closing.is_method(method):
        raise click.ClickException(f"there is no payment method {method}")


def _list(found: tuple[Mismatch, ...]) -> None:
    for one in found:
        about = [
            f"order {one.order_number}" if one.order_number else "",
            f"¥{one.amount:,}" if one.amount is not None else "",
            one.detail,
        ]
        click.echo(f"{TITLE[one.kind]['en']}: {MEANING[one.kind]['en']}.")
        told = ", ".join(part for part in about if part)
        click.echo(f"  {one.kind.value} {one.subject}  {told}  since {_time(one.since)}")


def _time(moment: datetime) -> str:
    return f"{shop_time(moment):%Y-%m-%d %H:%M}"
