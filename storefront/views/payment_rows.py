"""Ways to pay as rows: what each adds and comes to, or why it cannot be had and what would change that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from storefront.jinja import translate
from storefront.locales import Text
from storefront.quoting.quote import PaymentChoice, Quote
from storefront.views.payment_words import short_refusal
from storefront.views.sending_words import way_name
from storefront.views.span import Span, span


@dataclass(frozen=True)
class PayRow:
    """Ways to pay that cost the same. With a `refusal` one cannot be had, and `opening` says what would change that."""

    names: tuple[Text, ...]
    icon: str
    fee: Span
    total: Span
    refusal: str = ""
    opening: str = ""


def payment_rows(quotes: Sequence[Quote]) -> tuple[PayRow, ...]:
    """Every method for an order, priced for one region, or for each of those it may go to; alike ones share a row."""
    rows: dict[object, PayRow] = {}
    for choices in zip(*(q.payments for q in quotes), strict=True):
        row = _row(choices, quotes)
        key = choices[0].paying.code if row.refusal else (row.fee, row.total)
        known = rows.get(key)
        rows[key] = replace(known, names=known.names + row.names) if known else row
    return tuple(rows.values())


def _row(choices: Sequence[PaymentChoice], quotes: Sequence[Quote]) -> PayRow:
    paying, open_ = choices[0].paying, [one for one in choices if not one.refusal]
    if open_:
        fees, totals = span(one.fee for one in open_), span(one.total for one in open_)
        return PayRow((paying.name,), paying.icon, fees, totals)
    sent = quotes[0].sending
    nothing = Span(0, 0)
    why = short_refusal(choices[0], way_name(sent) if sent else "")
    return PayRow((paying.name,), paying.icon, nothing, nothing, why, _opening(choices, quotes))


def _opening(choices: Sequence[PaymentChoice], quotes: Sequence[Quote]) -> str:
    """The way to send with which the method could be had, what that costs, and what it all comes to."""
    pairs = [(one, one.opened_by, q) for one, q in zip(choices, quotes, strict=True)]
    opened = [(by, q.paid_goods + by.price, one.paying) for one, by, q in pairs if by is not None]
    if not opened:
        return ""
    totals = span(base + paying.fee(base) for _by, base, paying in opened)
    return str(
        _(
            "%(way)s（送料%(shipping)s）なら選べます。手数料込みで%(total)s",
            way=way_name(opened[0][0]),
            shipping=span(by.price for by, _base, _paying in opened).words,
            total=totals.words,
        )
    )


def name_of_chosen(priced: Quote) -> str:
    """The payment method a quote reckons with; "" while none is chosen or it does not apply."""
    chosen = priced.payment
    return translate(chosen.paying.name) if chosen and not chosen.refusal else ""
