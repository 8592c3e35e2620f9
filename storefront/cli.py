"""The shop's commands: setup, seed, worker, jobs, orders, payments, stock, tariff; those for prices and claims are in
`cli_prices`, for offers in `cli_offers`, those for staff in `cli_staff`, those that move money in `cli_money`."""

import os
import uuid
from pathlib import Path

import click
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import inspect, select

from storefront import cli_money, cli_offers, cli_prices, cli_radar, cli_staff, clock, worker
from storefront.catalog import stock
from storefront.catalog.variant import Variant
from storefront.database import writing
from storefront.extensions import db
from storefront.jobs import queue
from storefront.migrations_state import is_current, missing
from storefront.orders import search_term
from storefront.payments.reconciling import sync
from storefront.quoting.checks import BadTariff, tariff_faults
from storefront.quoting.entering import entering
from storefront.settings import Play
from storefront.shop.real import invented_particulars

MOST_ON_THE_SHELF = 999_999


def register(app: Flask) -> None:
    """Hang the commands into the app; every one may write."""
    more = (tariff, cli_offers.offers, cli_prices.prices, cli_prices.claims, cli_staff.staff)
    for command in (setup, seed_scale, work, jobs, orders, payments, stock_group, *more):
        app.cli.add_command(command)


@click.command("setup")
def setup() -> None:
    """Bring database, seeds and pictures up to date. Quick when there is nothing to do; safe to repeat.

    Names every fault of the tariff's files and writes none of them when there is one.
    """
    from seeds import history, waiting
    from seeds.run import FOLDER, seed
    from seeds.staff import demo_members, no_demo_member

    writing.set(True)
    current_app.config["SETTINGS"].instance.mkdir(parents=True, exist_ok=True)
    if not inspect(db.engine).has_table("alembic_version") or not is_current():
        db.session.remove()
        click.echo("Preparing the database")
        upgrade(directory=str(migrations_folder()))
    db.session.remove()
    if lacking := missing():
        raise click.ClickException(
            f"The database was made by an earlier state of the shop and lacks {lacking[0]}. "
            "`make clean` takes it away, with everything else in instance/; the next setup makes a new one."
        )
    pictures = current_app.config["SETTINGS"].instance / "pictures"
    try:
        filled = seed(pictures, os.cpu_count() or 2)
    except BadTariff as refused:
        db.session.rollback()
        raise click.ClickException(f"seeds/shop was not loaded.\n{refused}") from refused
    if filled:
        click.echo("The shop's shelves are filled")
    settings = current_app.config["SETTINGS"]
    if settings.play is Play.LIVE and (nobodys := invented_particulars()):
        raise click.ClickException(
            "STRIPE_SECRET_KEY takes real money, but these particulars are the demo's. Name your own in "
            f"seeds/shop: {', '.join(nobodys)}"
        )
    if settings.production:
        no_demo_member(clock.now())
        history.forget_pairs(clock.now())
        waiting.set_aside(clock.now())
    else:
        demo_members(settings.instance, clock.now())
        fresh = history.load(FOLDER / "history", clock.now())
        if fresh and settings.play is Play.DEMO and not settings.mail_url:
            waiting.load(FOLDER / "waiting", clock.now())


@click.command("seed")
@click.option("--scale", "skus", type=click.IntRange(min=1), required=True, help="SKUs to add.")
def seed_scale(skus: int) -> None:
    """Fill a shop that is to be measured: that many SKUs more, and ten times as many orders."""
    from seeds.scale import fill

    writing.set(True)
    fill(skus, clock.now(), click.echo)


@click.command("worker")
def work() -> None:
    """Do what is due, until stopped."""
    worker.work(current_app._get_current_object())  # type: ignore[attr-defined]


@click.group("jobs")
def jobs() -> None:
    """Work that waits."""


@jobs.command("run")
def jobs_run() -> None:
    """Do every job that is due now, then stop."""
    done = 0
    while taken := worker.run_due():
        done += taken
    click.echo(f"{done} jobs done")


@jobs.command("retry")
def jobs_retry() -> None:
    """Put dead jobs back to be tried anew: mail, say, that a server away for long did not take."""
    writing.set(True)
    revived = queue.revive(clock.now())
    db.session.commit()
    click.echo(f"{revived} jobs put back")


@click.group("orders")
def orders() -> None:
    """Orders."""


@orders.command("expire")
def orders_expire() -> None:
    """Give up unpaid orders whose time is over, and put their goods back."""
    writing.set(True)
    click.echo(f"{sync(clock.now())} payments and orders looked at")


@orders.command("words")
def orders_words() -> None:
    """Let orders from before be found by what they say: those whose words were never written down."""
    writing.set(True)
    click.echo(f"{search_term.fill():,} orders can be found now")


@click.group("payments")
def payments() -> None:
    """Payments."""


for command in (cli_money.refund, cli_money.cancel):
    orders.add_command(command)
for command in (
    cli_money.collect,
    cli_money.owed,
    cli_money.sent,
    cli_money.bounced,
    cli_money.dispute_won,
    cli_money.loss,
    *cli_radar.COMMANDS,
):
    payments.add_command(command)


@click.group("stock")
def stock_group() -> None:
    """Stock."""


@stock_group.command("set")
@click.argument("sku")
@click.argument("count", type=click.IntRange(0, MOST_ON_THE_SHELF))
def stock_set(sku: str, count: int) -> None:
    """Set how many can be sold; what waits for orders lies on the shelf besides."""
    writing.set(True)
    variant = db.session.scalar(select(Variant).where(Variant.sku == sku.upper()))
    if variant is None:
        raise click.ClickException(f"there is no SKU {sku}")
    delta = stock.count(variant, count, f"count:{uuid.uuid4()}", clock.now())
    db.session.commit()
    click.echo(f"{variant.sku}: {count} in stock ({delta:+d})")


@click.group("tariff")
def tariff() -> None:
    """Rates, fees, limits and dates."""


@tariff.command("check")
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False
)
def tariff_check(folder: Path | None) -> None:
    """Name whatever is wrong with the tables, or with the files of a FOLDER such as seeds/shop. Writes nothing."""
    from seeds.shop import as_written

    try:
        faults = tariff_faults(as_written(folder) if folder else entering(), clock.now())
        if faults:
            raise BadTariff(faults)
    except BadTariff as refused:
        raise click.ClickException(f"{len(refused.faults)} found.\n{refused}") from refused
    click.echo("Nothing is wrong with the tariff")


def migrations_folder() -> str:
    """Where the migrations live."""
    from storefront.migrations_state import FOLDER

    return str(FOLDER)
