"""Commands for offers: `flask --app wsgi offers pair`."""

from time import perf_counter

import click
from flask import current_app

from storefront import clock
from storefront.database import writing
from storefront.extensions import db
from storefront.offers.also_bought import rebuild


@click.group("offers")
def offers() -> None:
    """What the shop suggests."""


@offers.command("pair")
def pair() -> None:
    """Count anew what was bought together in the last 365 days. The worker does it every day; safe to repeat."""
    writing.set(True)
    began = perf_counter()
    made = rebuild(clock.now(), simulated=not current_app.config["SETTINGS"].production)
    db.session.commit()
    click.echo(
        f"{made.orders:,} orders, {made.products:,} products with {made.pairs:,} pairs; "
        f"{made.changed:,} products changed ({perf_counter() - began:.1f} s)"
    )
