"""The shop's commands: `flask --app wsgi setup | seed | worker | jobs run | orders expire | payments sync | stock set`.

Those for prices and claims are in `cli_prices`."""

import os
import uuid

import click
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import inspect, select

from storefront import cli_prices, clock, worker
from storefront.catalog import stock
from storefront.catalog.variant import Variant
from storefront.database import writing
from storefront.extensions import db
from storefront.migrations_state import is_current
from storefront.payments.reconciling import sync


def register(app: Flask) -> None:
    """Hang the commands into the app; every one may write."""
    priced = (cli_prices.prices, cli_prices.claims)
    for command in (setup, seed_scale, work, jobs, orders, payments, stock_group, *priced):
        app.cli.add_command(command)


@click.command("setup")
def setup() -> None:
    """Bring database, seeds and pictures up to date. Quick when there is nothing to do; safe to repeat."""
    from seeds.run import seed

    writing.set(True)
    current_app.config["SETTINGS"].instance.mkdir(parents=True, exist_ok=True)
    if not inspect(db.engine).has_table("alembic_version") or not is_current():
        db.session.remove()
        click.echo("Preparing the database")
        upgrade(directory=str(migrations_folder()))
    db.session.remove()
    pictures = current_app.config["SETTINGS"].instance / "pictures"
    if seed(pictures, os.cpu_count() or 2):
        click.echo("The shop's shelves are filled")


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


@click.group("orders")
def orders() -> None:
    """Orders."""


@orders.command("expire")
def orders_expire() -> None:
    """Give up unpaid orders whose time is over, and put their goods back."""
    writing.set(True)
    click.echo(f"{sync(clock.now())} payments and orders looked at")


@click.group("payments")
def payments() -> None:
    """Payments."""


@payments.command("sync")
def payments_sync() -> None:
    """Ask the gateway about every attempt left open."""
    writing.set(True)
    click.echo(f"{sync(clock.now())} payments and orders looked at")


@click.group("stock")
def stock_group() -> None:
    """Stock."""


@stock_group.command("set")
@click.argument("sku")
@click.argument("count", type=click.IntRange(min=0))
def stock_set(sku: str, count: int) -> None:
    """Book what was counted on the shelf."""
    writing.set(True)
    variant = db.session.scalar(select(Variant).where(Variant.sku == sku.upper()))
    if variant is None:
        raise click.ClickException(f"there is no SKU {sku}")
    delta = stock.count(variant, count, f"count:{uuid.uuid4()}", clock.now())
    db.session.commit()
    click.echo(f"{variant.sku}: {count} in stock ({delta:+d})")


def migrations_folder() -> str:
    """Where the migrations live."""
    from storefront.migrations_state import FOLDER

    return str(FOLDER)
