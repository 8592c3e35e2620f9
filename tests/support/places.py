"""Every place that tells what an order costs, without a browser in between: what its page is made from, and the page.

`Cart` and `Checkout` are enough before the order; after it an `Order` that no database knows. All functions want to be
called within a request, in whose language they speak.
"""

import re
from collections import Counter
from collections.abc import Iterable

from bs4 import BeautifulSoup
from flask import render_template

from storefront.cart.cart import Cart
from storefront.catalog.variant import Variant
from storefront.checkout.checkout import Checkout
from storefront.locales import LOCALES
from storefront.mail.messages import order_confirmation
from storefront.money import Yen
from storefront.orders.documents import Document, EntryKind, credit_note_of, invoice_of
from storefront.orders.order import Order
from storefront.printing.pdf import draw
from storefront.printing.sheet import Sheet
from storefront.quoting.quote import Quote
from storefront.shipping.prefectures import Region
from storefront.views import current
from storefront.views.cart_adding import dialog_context
from storefront.views.cart_page import cart_context
from storefront.views.catalog_landed import Landed, landed
from storefront.views.checkout_confirm import confirmation_context, read_key
from storefront.views.checkout_desk import Desk
from storefront.views.document_issuer import Issuer
from storefront.views.document_sheet import credit_note_sheet, invoice_sheet
from storefront.views.order_mail import confirmation_mail
from storefront.views.order_page import order_links
from storefront.views.order_papers import papers_of
from storefront.views.order_sheet import sheet_of
from storefront.views.snapshot import snapshot
from storefront.views.suggesting import CartSuggestions
from tests.support.papers import yen_in, yen_on
from tests.support.sums import (
    Sums,
    amount,
    amounts,
    percent_in,
    sums_in_html,
    sums_in_mail,
    sums_in_mail_html,
    sums_of_rows,
    sums_on_paper,
)

LEGAL = re.compile(r'<section class="legal".*?</section>', re.DOTALL)
DIALOG = re.compile(r'<div class="dialog__sums">.*?</div>', re.DOTALL)
PAPER = re.compile(r'<article class="paper".*?</article>', re.DOTALL)
FACTS = re.compile(r'<dl class="facts">.*?</dl>', re.DOTALL)
LANDED = re.compile(r'class="sums__total">([^<]+)<')
ON_BUTTON = re.compile(r'class="btn__sum">([^<]+)<')


class Printed:
    """What the carts had in them whose pages were read, and how often."""

    def __init__(self) -> None:
        self.times = Counter[object]()

    def rarest(self, codes: Iterable[str]) -> str:
        """Which of these was read least so far; the first of several."""
        return min(codes, key=lambda code: self.times[code])

    def add(self, priced: Quote, language: str) -> None:
        """One more."""
        sent, paid, there = priced.sending, priced.payment, priced.destination
        assert sent is not None and paid is not None and there is not None
        self.times.update([there.region, paid.paying.code, sent.sending.code, language])
        self.times.update([("split", sent.split), ("shop pays", priced.shipping == 0)])
        self.times[("boxes", any(parcel.boxes > 1 for parcel in sent.parcels))] += 1

    def check(self) -> None:
        """Fails unless there was some of everything."""
        kept, asked = snapshot().tariff, ("split", "shop pays", "boxes")
        ways = {one.code for one in (*kept.sendings, *kept.payings)}
        told = {(name, so) for name in asked for so in (False, True)}
        assert {*Region, *ways, *LOCALES, *told} - set(self.times) == set()


def product_page(variant: Variant, printed: bool = False) -> Landed:
    """One piece, delivered, as its page is made."""
    page = landed(variant)
    if printed and page.delivered:
        html = render_template("catalog/_landed.html", landed=page, gap="", page_url="/")
        sent = page.delivered
        facts = FACTS.search(html)
        assert facts is not None
        assert amounts(facts[0])[:2] == [page.goods, sent.shipping.most]
        shown = [yen for words in LANDED.findall(html) for yen in amounts(words)]
        assert shown == [row.total.most for row in sent.payments if not row.refusal]
    return page


def dialog(cart: Cart, printed: bool = False) -> list[Yen]:
    """Goods and shipping in the dialog after adding; the goods alone where they cannot be sent. Less what comes off."""
    context = dialog_context(cart, cart.lines[-1], "")
    priced: Quote = context["quote"]
    told = [priced.paid_goods, *([] if priced.shipping is None else [priced.shipping])]
    if printed:
        found = DIALOG.search(
            render_template("cart/_dialog.html", change=None, offer=None, **context)
        )
        assert found is not None
        assert amounts(found[0]) == told
    return told


def cart_panel(cart: Cart, printed: bool = False) -> Sums:
    """The sums of the cart page, with what checkout was told so far."""
    context = cart_context(cart)
    told = sums_of_rows(context["sums"])
    if printed:
        assert (
            sums_in_html(render_template("cart/show.html", suggested=CartSuggestions(), **context))
            == told
        )
    return told


def confirmation(desk: Desk, answers: Checkout, printed: bool = False) -> Sums:
    """The sums of the last step: as the summary of every step, in the law's items, and in the key of its button."""
    context = confirmation_context(desk, answers)
    told = sums_of_rows(context["summary_rows"])
    parts = [line.amount for line in context["summary_lines"]]
    parts += [row.amount for row in context["discounts"]]
    parts += [*(row.price for row in context["parcels"]), context["quote"].fee]
    assert sum(parts) == told.total
    key = read_key(context["place_key"])
    assert (key.total, key.shipping, key.fee) == (told.total, told.shipping, told.fee)
    if printed:
        html = render_template("checkout/confirm.html", news=[], changed=[], **context)
        assert sums_in_html(html) == told
        assert {one for words in ON_BUTTON.findall(html) for one in amounts(words)} == {told.total}
        assert _of_the_law(html) == (parts, told.total)
    return told


def order_pages(order: Order, printed: bool = False) -> Sums:
    """The sums of the thank-you page and of the order's own page, which are the same sheet."""
    sheet = sheet_of(order, None, True, snapshot(), current.now(), current.locale())
    told = sums_of_rows(sheet.rows)
    assert sum(row.price for row in sheet.parcels) == told.shipping
    if printed:
        given = {"sheet": sheet, "link": order_links(sheet), "offer": None, "added": None}
        thanks = render_template("orders/thank_you.html", **given)
        papers = papers_of(order, None)
        given |= {"papers": papers, "money_back": [], "offers_off": False}
        own = render_template("orders/show.html", **given)
        assert sums_in_html(thanks) == sums_in_html(own) == told
    return told


def mail(order: Order, printed: bool = False) -> Sums:
    """The sums of the confirmation mail, in its text and its HTML."""
    letter = confirmation_mail(order, current.now())
    told = sums_of_rows(letter.sums)
    assert sum(item.amount for item in letter.items) == told.goods
    if printed:
        message = order_confirmation(letter)
        assert sums_in_mail(message.text) == told
        assert sums_in_mail_html(message.html) == told
    return told


def invoice(order: Order, issuer: Issuer, printed: bool = False, as_pdf: bool = False) -> Sums:
    """The sums of the invoice: its entries, in words on its sheet, on its page, in its PDF."""
    paper = invoice_of(order)
    assert paper is not None
    sheet = invoice_sheet(paper, issuer)
    _in_words(paper, sheet)
    if printed:
        _on_paper(paper, sheet, as_pdf)
    return _entered(paper)


def credit_note(order: Order, issuer: Issuer, printed: bool = False, as_pdf: bool = False) -> Sums:
    """The sums of the credit note of an order's first refund; in words only where it is printed."""
    paper = credit_note_of(order, 1)
    assert paper is not None
    if printed:
        sheet = credit_note_sheet(paper, issuer)
        _in_words(paper, sheet)
        _on_paper(paper, sheet, as_pdf)
    return _entered(paper)


def _entered(paper: Document) -> Sums:
    """What the entries come to."""
    kinds = {
        kind: sum(one.amount for one in paper.entries if one.kind is kind) for kind in EntryKind
    }
    assert sum(kinds.values()) == paper.total == sum(part.taxable for part in paper.rates)
    return Sums(
        kinds[EntryKind.GOODS],
        -kinds[EntryKind.DISCOUNT],
        kinds[EntryKind.SHIPPING],
        kinds[EntryKind.FEE],
        paper.total,
        _rates(paper),
    )


def _rates(paper: Document) -> tuple[tuple[int, Yen, Yen], ...]:
    return tuple((part.percent, part.taxable, part.tax) for part in paper.rates)


def _in_words(paper: Document, sheet: Sheet) -> None:
    written = [amounts(row.amount) for row in sheet.rows]
    assert written == [[entry.amount] for entry in paper.entries]
    assert amounts(sheet.total.text) == [paper.total]
    rates = [(row.label.text, *amounts(row.taxable), *amounts(row.tax)) for row in sheet.rates]
    assert tuple((percent_in(label), *yen) for label, *yen in rates) == _rates(paper)


def _on_paper(paper: Document, sheet: Sheet, as_pdf: bool) -> None:
    found = PAPER.search(render_template("documents/show.html", sheet=sheet, pdf="", back=""))
    assert found is not None
    assert sums_on_paper(BeautifulSoup(found[0], "html.parser")) == (paper.total, _rates(paper))
    if as_pdf:
        assert yen_in(draw(sheet)) == yen_on(sheet)


def _of_the_law(html: str) -> tuple[list[Yen], Yen]:
    """What the second of the law's six items lists, and what it says that comes to."""
    found = LEGAL.search(html)
    assert found is not None
    price = BeautifulSoup(found[0], "html.parser").select(".facts__row")[1]
    return [amount(one) for one in price.select("li .num")], amount(price.find_all("b")[-1])
