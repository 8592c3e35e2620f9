"""The page on which an addition to an order is agreed to, with the six items of the law, and the page that says why not."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.catalog.stock import NotEnoughStock
from storefront.checkout.addition import bring_until, packed_at
from storefront.checkout.amending import MOST_PIECES, AlreadyAsked, NotOpen, OtherParcel
from storefront.extensions import db
from storefront.jinja import yen
from storefront.money import Yen
from storefront.offers.accepting import CannotAccept
from storefront.orders.order import Order
from storefront.payments.gateways.installed import PROVIDER, provider_code
from storefront.payments.payment import Payment
from storefront.shop.legal import Term, terms
from storefront.views import current
from storefront.views.adding_form import Adding, key_of
from storefront.views.card_box import card_box, with_frame
from storefront.views.card_form import PayForm
from storefront.views.cart_page import name_of
from storefront.views.checkout_payment import PayWay, pay_way
from storefront.views.decline_limit import resting_words
from storefront.views.figures import figures
from storefront.views.frame import site_url
from storefront.views.how_to_pay import moment_words
from storefront.views.order_access import kept_link
from storefront.views.parcel_rows import parcel_rows
from storefront.views.responses import own_page
from storefront.views.snapshot import snapshot

TERMS = ("cancel_terms", "returns_terms")


@dataclass(frozen=True)
class KeptCard:
    """A card that its buyer let us keep for additions to this order: the gateway's reference, and how to call it."""

    source: str
    label: str


def kept_card_of(order: Order) -> KeptCard | None:
    """The card that was kept when the order was paid, if whoever keeps it takes new charges."""
    asked = (
        select(Payment)
        .where(
            Payment.order_id == order.id,
            Payment.applied > 0,
            Payment.keep_card,
            Payment.kept_card != "",
            Payment.gateway == provider_code(PROVIDER),
        )
        .order_by(Payment.id.desc())
        .limit(1)
    )
    found = db.session.scalar(asked)
    return KeptCard(found.kept_card, found.source_label) if found else None


def adding_page(
    adding: Adding,
    form: PayForm,
    status: int = 200,
    *,
    before: Yen | None = None,
    declined: str = "",
) -> Response:
    """The page; `before` is the total it showed where that is another now, `declined` why the last try failed."""
    order = adding.order
    ways = _ways(adding)
    if all(way.off or way.code != form.payment_method.data for way in ways):
        form.payment_method.data = next((way.code for way in ways if not way.off), "")
    totals = {way.total for way in ways if not way.off}
    kept = kept_card_of(order)
    context: dict[str, Any] = {
        "order": order,
        "adding": adding,
        "names": {line.variant.sku: name_of(line.variant) for line in adding.lines},
        "form": form,
        "ways": ways,
        "at_the_door": next((one for one in adding.ways if one.paying.at_the_door), None),
        "total": totals.pop() if len(totals) == 1 else None,
        "kept_card": kept.label if kept else "",
        "keepable": False,
        **card_box(next((way.total for way in ways if way.code == "card"), None)),
        "changed": _changes(adding, before, form),
        "declined": declined,
        "until": moment_words(packed_at(order, snapshot().tariff)),
        "parcels": parcel_rows(order.parcels),
        "most_pieces": MOST_PIECES,
        "terms": _terms(),
        "place_key": key_of(adding),
        "action": kept_link("adding.add", str(order.number)),
        "order_url": kept_link("orders.show", str(order.number)),
    }
    return with_frame(own_page("orders/add.html", status, **context))


def not_added(order: Order, trouble: Exception) -> Response:
    """409: why nothing was added, and that the order stays as it is."""
    url = kept_link("orders.show", str(order.number))
    return own_page("orders/not_added.html", 409, order=order, why=_why(trouble), order_url=url)


def _why(trouble: Exception) -> str:
    words: str
    match trouble:
        case NotOpen():
            words = _("発送の準備が始まったため、ご注文の荷物にはもう入れられません。")
        case NotEnoughStock():
            words = _("ご覧いただいているあいだに売り切れました。")
        case OtherParcel():
            words = _("ご注文の荷物に入りきらないため、追加できません。")
        case AlreadyAsked():
            words = _("ほかの画面で、すでに追加のお手続きが進んでいます。")
        case CannotAccept():
            words = _("このご提案は終わりました。")
        case _:
            words = _("いまは追加を承れません。")
    return words


def _changes(adding: Adding, before: Yen | None, form: PayForm) -> list[str]:
    """What costs something else than was shown, with both sums."""
    found = [
        str(
            _(
                "%(name)sの価格が%(before)sから%(after)sに変わりました",
                name=name_of(line.variant),
                before=yen(line.shown),
                after=yen(line.price),
            )
        )
        for line in adding.changed
    ]
    way = adding.way(form.payment_method.data or "")
    if before is not None and way and way.total != before:
        sums = {"before": yen(before), "after": yen(way.total)}
        found.append(str(_("合計は%(before)sから%(after)sになります", **sums)))
    return found


def _ways(adding: Adding) -> list[PayWay]:
    """The ways to pay, each with what stands in its way."""
    resting, kept = resting_words(adding.order), []
    tariff, now = snapshot().tariff, current.now()
    for one in adding.ways:
        way = pay_way(one)
        until = None if way.off else bring_until(adding.order, one.paying, tariff, now)
        if until:
            due = _("%(due)sまでにお支払い", due=moment_words(until))
            way = replace(way, due=str(due), text=_in_time())
        if way.code == "card" and resting:
            way = replace(way, text=resting, off=True)
        kept.append(way)
    return kept


def _in_time() -> str:
    return str(
        _(
            "期限までにお支払いを確認できたときに追加します。過ぎたときは追加せず、ご注文だけをお届けします"
        )
    )


def _terms() -> dict[str, str]:
    kept, locale = snapshot(), current.locale()
    known = figures(kept.tariff, kept.profile, site_url(""), locale)
    found: dict[str, Term] = terms(TERMS, known, locale)
    return {key: found[key].text if key in found else "" for key in TERMS}
