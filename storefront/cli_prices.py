"""Commands for prices and for what the shop claims: `flask --app wsgi prices set | apply`, `claims [publish | withdraw]`."""

from datetime import UTC, datetime

import click
from sqlalchemy import select

from storefront import clock
from storefront.catalog import price as price_rows
from storefront.catalog.variant import Variant
from storefront.claims import gate
from storefront.claims.best import count_sales
from storefront.claims.claim import ASKABLE, Kind
from storefront.claims.gate import Verdict
from storefront.claims.rule import CannotProve, Rule
from storefront.database import writing
from storefront.extensions import db

SHELL = "shell"
MOST_YEN = 9_999_999
KIND = click.Choice([kind.value for kind in ASKABLE])


@click.group("prices")
def prices() -> None:
    """Prices, each a dated row."""
    writing.set(True)


@prices.command("set")
@click.argument("sku")
@click.argument("yen", type=click.IntRange(1, MOST_YEN))
@click.option(
    "--from", "begins", help="When it begins, ISO 8601; without a zone, on the shop's clock."
)
def prices_set(sku: str, yen: int, begins: str | None) -> None:
    """Charge YEN (tax included) for SKU: from now, or from a moment to come."""
    variant, now = _variant(sku), clock.now()
    try:
        if begins is None:
            changed = price_rows.set_price(variant, yen, now, SHELL)
            said = "from now on" if changed else "as before"
        else:
            moment = _moment(begins)
            price_rows.schedule_price(variant, yen, moment, now, SHELL)
            said = f"from {clock.shop_time(moment).isoformat(timespec='minutes')}"
    except ValueError as trouble:
        raise click.ClickException(str(trouble)) from trouble
    db.session.commit()
    click.echo(f"{variant.sku}: ¥{yen:,} {said}")


@prices.command("apply")
def prices_apply() -> None:
    """Charge the scheduled prices whose time has come. The worker does it by itself; safe to repeat."""
    applied = price_rows.apply_due(clock.now())
    db.session.commit()
    click.echo(f"{applied} scheduled prices put into force")


@click.group("claims", invoke_without_command=True)
@click.pass_context
def claims(context: click.Context) -> None:
    """Every claim asked for, and its proof or the rule in its way."""
    writing.set(True)
    count_sales(clock.now())
    db.session.commit()
    if context.invoked_subcommand is None:
        for verdict in [*gate.verdicts(clock.now()), *gate.counts_shown(clock.now())]:
            click.echo(_line(verdict))


@claims.command("publish")
@click.argument("sku")
@click.argument("kind", type=KIND)
def claims_publish(sku: str, kind: str) -> None:
    """Let a claim be shown. Exits 1 and names the rule when it cannot be proved; it then stays asked for."""
    variant = _variant(sku)
    try:
        proof = gate.publish(variant, Kind(kind), clock.now())
    except CannotProve as refused:
        db.session.commit()
        raise click.ClickException(f"{variant.sku} {kind}: {_rule(refused.rule)}") from refused
    db.session.commit()
    click.echo(f"{variant.sku} {kind}: {proof}")


@claims.command("withdraw")
@click.argument("sku")
@click.argument("kind", type=KIND)
def claims_withdraw(sku: str, kind: str) -> None:
    """Show a claim no longer."""
    variant = _variant(sku)
    changed = gate.withdraw(variant, Kind(kind))
    db.session.commit()
    click.echo(f"{variant.sku} {kind}: {'withdrawn' if changed else 'was not published'}")


def _variant(sku: str) -> Variant:
    variant = db.session.scalar(select(Variant).where(Variant.sku == sku.upper()))
    if variant is None:
        raise click.ClickException(f"there is no SKU {sku}")
    return variant


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=clock.SHOP_ZONE)).astimezone(UTC)
    except (ValueError, OverflowError) as trouble:
        raise click.ClickException(f"not a moment in ISO 8601: {text}") from trouble


def _line(verdict: Verdict) -> str:
    asked = verdict.asked
    state = "shown" if asked.published else "provable, not published"
    if verdict.rule is not None:
        state = "silent" if asked.published else "asked for"
    said = _rule(verdict.rule) if verdict.rule is not None else str(verdict.found)
    return f"{asked.subject.sku} {asked.kind.value} ({state}): {said}"


def _rule(rule: Rule) -> str:
    return f"{rule.name}. {rule.words['en']} {rule.words['ja']}"
