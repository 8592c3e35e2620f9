"""Commands that move money: refunds, cancelling, cash and transfers that came in, transfers that were sent."""

import click
from sqlalchemy import select

from storefront import clock
from storefront.catalog.variant import MOST_PER_LINE
from storefront.database import writing
from storefront.extensions import db
from storefront.orders.finding import order_by_number
from storefront.orders.lifecycle import hold
from storefront.orders.order import Order, OrderLine
from storefront.orders.refund import Refund, left_of
from storefront.orders.refunding import RefundRefused, refunds_of
from storefront.payments.by_hand import MOST_AT_ONCE, CannotBeSeen, money_seen
from storefront.payments.by_transfer import AccountChanged, account_of, came_back, mark_sent
from storefront.payments.calling_off import CannotCallOff, call_off, came_back_unpaid
from storefront.payments.disputes import dispute_over, note_loss
from storefront.payments.gateways.installed import OFFLINE
from storefront.payments.payment import Payment
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement, ReimbursementState

LARGEST_ID = 2_147_483_647
WAYS = {
    ReimbursementState.REQUESTED: "goes back to the {method}",
    ReimbursementState.NEEDS_ACCOUNT: "waits for the buyer's bank account",
    ReimbursementState.SUCCEEDED: "written down",
}


@click.command("refund")
@click.argument("number")
@click.option(
    "--line", "lines", multiple=True, metavar="SKU=QTY", help="Pieces of a line; may be repeated."
)
@click.option("--shipping", is_flag=True, help="All of the shipping that is left.")
@click.option("--fee", is_flag=True, help="All of the payment fee that is left.")
@click.option("--all", "everything", is_flag=True, help="Everything that is left.")
@click.option(
    "--restock",
    "shelf",
    multiple=True,
    metavar="SKU=QTY",
    help="Of these pieces, how many go back on the shelf.",
)
@click.option("--restock-all", is_flag=True, help="All of these pieces go back on the shelf.")
@click.option(
    "--by-hand", is_flag=True, help="It was paid back already: only write it down; moves no money."
)
@click.option(
    "--reason", required=True, help="Printed on the credit note, in the buyer's language."
)
def refund(
    number: str,
    lines: tuple[str, ...],
    shipping: bool,
    fee: bool,
    everything: bool,
    shelf: tuple[str, ...],
    restock_all: bool,
    by_hand: bool,
    reason: str,
) -> None:
    """Give the buyer of order NUMBER money back.

    Money of a card or a wallet goes back there by itself; for any other the buyer is asked for a bank account, and
    `payments owed` lists what is to be sent. The buyer gets a mail with the credit note, and the invoice a new version.
    """
    writing.set(True)
    _printable(reason)
    order = _order(number)
    hold(order.id)
    left = left_of(order, refunds_of(order))
    all_left = {line: left.pieces[line.id] for line in order.lines}
    pieces = all_left if everything else _counted(order, lines)
    back = (left.shipping if shipping or everything else 0, left.fee if fee or everything else 0)
    restock = pieces if restock_all else _counted(order, shelf)
    try:
        made = refund_order(
            order, pieces, *back, reason, clock.now(), restock=restock, by_hand=by_hand
        )
    except RefundRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    _say(order, made)


@click.command("cancel")
@click.argument("number")
@click.option("--reason", required=True, help="Told to the buyer, in the buyer's language.")
@click.option(
    "--spoiled",
    is_flag=True,
    help="The parcel came back, but its goods do not return to the shelf.",
)
def cancel(number: str, reason: str, spoiled: bool) -> None:
    """Call off order NUMBER, which was not sent yet, or whose parcel came back since nobody paid for it at the door.

    The goods return to the shelf. What was paid goes back, with a credit note; cash is not collected at the door.
    """
    writing.set(True)
    _printable(reason)
    order = _order(number)
    if spoiled and not came_back_unpaid(order):
        raise click.ClickException(f"no parcel of order {number} came back unpaid")
    try:
        made = call_off(order, reason, clock.now(), onto_shelf=not spoiled)
    except (CannotCallOff, RefundRefused) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(f"Order {number} is cancelled")
    if made is not None:
        _say(_order(number), made)


@click.command("collect")
@click.argument("number")
@click.option("--amount", type=click.IntRange(1, MOST_AT_ONCE), required=True, help="Yen.")
@click.option("--reference", required=True, help="The line of the account, the carrier's slip.")
def collect(number: str, amount: int, reference: str) -> None:
    """Write down money that came in for order NUMBER: cash from the carrier, or a transfer to the shop's account.

    A reference counts once, so that repeating the command is safe.
    """
    writing.set(True)
    order = _order(number)
    newest = (
        select(Payment)
        .where(Payment.order_id == order.id, Payment.gateway == OFFLINE)
        .order_by(Payment.id.desc())
        .limit(1)
    )
    payment = db.session.scalar(newest)
    if payment is None:
        raise click.ClickException(f"order {number} is paid neither at the door nor to our account")
    try:
        new = money_seen(payment, amount, reference, clock.now())
    except CannotBeSeen as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    if not new:
        click.echo(f"Order {number}: this was written down before")
        return
    missing = f", ¥{payment.missing:,} still missing" if payment.missing else ""
    click.echo(f"Order {number}: ¥{amount:,} written down{missing}")


@click.command("owed")
def owed() -> None:
    """List what is to be sent by bank transfer, with the account where there is one."""
    waits = (ReimbursementState.NEEDS_ACCOUNT, ReimbursementState.READY)
    asked = select(Reimbursement).where(Reimbursement.state.in_(waits)).order_by(Reimbursement.id)
    rows = db.session.scalars(asked).all()
    for row in rows:
        account = account_of(row)
        where = (
            f"{account.bank} {account.bank_code} {account.branch} {account.branch_code} "
            f"{account.kind} {account.number} {account.holder}"
            if account
            else "waits for the buyer's bank account"
        )
        words = " ".join(where.split())
        click.echo(f"{row.id}  order {row.payment.order.number}  ¥{row.amount:,}  {words}")
    click.echo(f"{len(rows)} sums, ¥{sum(row.amount for row in rows):,}")


@click.command("sent")
@click.argument("reimbursement", type=click.IntRange(1, LARGEST_ID))
@click.option("--ending", default="", help="Last digits of the account you sent it to.")
def sent(reimbursement: int, ending: str) -> None:
    """Say that sum REIMBURSEMENT of `payments owed` was sent; the buyer is told."""
    writing.set(True)
    row = _reimbursement(reimbursement)
    try:
        marked = mark_sent(row, clock.now(), ending)
    except AccountChanged as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if not marked:
        raise click.ClickException(f"sum {row.id} is not ready to be sent: it is {row.state}")
    db.session.commit()
    click.echo(f"Order {row.payment.order.number}: ¥{row.amount:,} marked as sent")


@click.command("bounced")
@click.argument("reimbursement", type=click.IntRange(1, LARGEST_ID))
def bounced(reimbursement: int) -> None:
    """Say that the transfer of sum REIMBURSEMENT came back; the buyer is asked for another account."""
    writing.set(True)
    row = _reimbursement(reimbursement)
    if not came_back(row, clock.now()):
        raise click.ClickException(f"sum {row.id} was not sent to an account: it is {row.state}")
    db.session.commit()
    click.echo(f"Order {row.payment.order.number}: the buyer is asked for another account")


@click.command("dispute-over")
@click.argument("number")
def dispute_won(number: str) -> None:
    """Say that the buyer's bank gave the money of order NUMBER back: it can be sent and refunded again.

    The payment company says so by itself as a rule; see to it there first. While the bank has the money, use `orders refund --by-hand`.
    """
    writing.set(True)
    if not dispute_over(_order(number), clock.now()):
        raise click.ClickException(f"no payment of order {number} is disputed")
    db.session.commit()
    click.echo(f"Order {number} goes on")


@click.command("loss")
@click.argument("number")
def loss(number: str) -> None:
    """Take note that the buyer's bank keeps the money of order NUMBER: it can be sent again.

    To end the order instead, use `orders refund --all --by-hand --restock-all`. `payments radar` lists what the payment company says
    is lost. Nothing more of that payment is sent back.
    """
    writing.set(True)
    if not note_loss(_order(number), clock.now()):
        raise click.ClickException(f"no money of order {number} is lost, or it was noted before")
    db.session.commit()
    click.echo(f"Order {number}: the loss is written down")


def _say(order: Order, made: Refund) -> None:
    """One line for the refund, and one for each way its money takes."""
    click.echo(f"Order {order.number}, refund {made.number}: ¥{made.amount:,}")
    rows = select(Reimbursement).where(Reimbursement.refund_id == made.id)
    for row in db.session.scalars(rows.order_by(Reimbursement.id)):
        words = WAYS[ReimbursementState(row.state)].format(method=row.payment.method)
        click.echo(f"  ¥{row.amount:,} {words}")


def _order(number: str) -> Order:
    order = order_by_number(number)
    if order is None:
        raise click.ClickException(f"there is no order {number}")
    return order


def _reimbursement(number: int) -> Reimbursement:
    row = db.session.get(Reimbursement, number)
    if row is None:
        raise click.ClickException(f"there is no sum {number}")
    return row


def _printable(reason: str) -> None:
    """The credit note prints the reason. Raises ClickException naming the letters for which it has no type."""
    from storefront.printing.fonts import missing  # loads the typeface

    if unknown := missing(" ".join(reason.split())):
        raise click.ClickException(f"the credit note cannot print {unknown[:8]!r} of the reason")


def _counted(order: Order, texts: tuple[str, ...]) -> dict[OrderLine, int]:
    """Pieces of each line, however often it is named."""
    counts: dict[OrderLine, int] = {}
    for line, count in (_pieces(order, text) for text in texts):
        counts[line] = counts.get(line, 0) + count
    return counts


def _pieces(order: Order, text: str) -> tuple[OrderLine, int]:
    """A line and a number of pieces from "SLEEP-30=2"."""
    sku, _sign, count = text.partition("=")
    line = next((one for one in order.lines if one.sku == sku.strip().upper()), None)
    if line is None:
        raise click.ClickException(f"order {order.number} has no line {sku}")
    if not (count.strip().isdecimal() and len(count.strip()) <= len(str(MOST_PER_LINE))):
        raise click.ClickException(f"{text}: say how many, as in {line.sku}=1")
    return line, int(count)
