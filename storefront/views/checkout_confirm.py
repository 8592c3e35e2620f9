"""The third step: all of it once more, the six items of the law, and the button that orders."""

import secrets
from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _

from storefront import tokens
from storefront.checkout.checkout import Checkout
from storefront.checkout.contact import spaced_phone, spaced_postcode
from storefront.checkout.email_typos import suggested_email
from storefront.checkout.placing import frozen_parcels
from storefront.checkout.seen import Seen, differences, seen_now, unpack
from storefront.checkout.steps import Step
from storefront.jinja import translate, yen
from storefront.orders.redating import ready_by
from storefront.shop.legal import Term, terms
from storefront.views import current
from storefront.views.card_box import may_lead_to_stripe
from storefront.views.checkout_desk import Desk, current_desk, summary_of
from storefront.views.checkout_news import (
    difference_words,
    news_of_payment,
    news_of_region,
    news_of_sending,
)
from storefront.views.checkout_payment import missing
from storefront.views.checkout_ways import split_rows
from storefront.views.figures import figures
from storefront.views.frame import area_name, site_url
from storefront.views.how_to_pay import moment_words
from storefront.views.promise_words import promises
from storefront.views.responses import own_page
from storefront.views.snapshot import snapshot
from storefront.views.sums import discount_sums

PAGE = "checkout/confirm.html"
PURPOSE = "place"
TERMS = ("quantity_note", "offer_period", "cancel_terms", "returns_terms")
"""Items of the trade-law page that stand on the confirmation, in the same words."""


class StaleKey(Exception):
    """The page's key is not one of ours, or older than a day."""


def show() -> Response:
    """The confirmation; writes nothing, not even the key it hands out."""
    desk = current_desk()
    if desk is None or desk.answers is None or desk.step is not Step.CONFIRM:
        return missing(desk)
    context = confirmation_context(desk, desk.answers)
    return may_lead_to_stripe(own_page(PAGE, **context, news=_news(desk), changed=[]))


def show_again(desk: Desk, before: Seen) -> Response:
    """409: the confirmation anew, with what became different since the one that was pressed."""
    if desk.answers is None or desk.step is not Step.CONFIRM:
        return missing(desk)
    now = seen_now("", desk.cart, desk.answers, desk.quote)
    changed = difference_words(differences(before, now), desk)
    if before.total != now.total:
        changed.append(
            _(
                "合計は%(before)sから%(after)sになります",
                before=yen(before.total),
                after=yen(now.total),
            )
        )
    if before.answers != now.answers:
        changed.append(_("お届け先やお支払いの内容が、ほかの画面で変わりました"))
    context = confirmation_context(desk, desk.answers)
    page = own_page(
        PAGE,
        status=409,
        **context,
        news=[],
        changed=changed or [_("カートがほかの画面で変わりました")],
    )
    return may_lead_to_stripe(page)


def read_key(token: str) -> Seen:
    """What the page showed that this key came with. Raises StaleKey."""
    try:
        return unpack(tokens.read(PURPOSE, token, tokens.PLACE_KEY_LASTS))
    except (tokens.BadToken, ValueError) as problem:
        raise StaleKey from problem


def _news(desk: Desk) -> list[str]:
    """What the visitor should look at again before ordering; nothing of it holds them up."""
    answers = desk.answers
    meant = suggested_email(answers.email) if answers else None
    typo = (
        _("メールアドレスは%(meant)sではありませんか。お確かめください。", meant=meant)
        if meant
        else ""
    )
    told = (news_of_region(desk), news_of_sending(desk), news_of_payment(desk), typo)
    return [words for words in told if words]


def confirmation_context(desk: Desk, answers: Checkout) -> dict[str, Any]:
    """What the confirmation and its parts are given."""
    seen = seen_now(secrets.token_hex(16), desk.cart, answers, desk.quote)
    kept, locale, there = snapshot(), current.locale(), answers.destination
    chosen = desk.quote.sending
    known = figures(kept.tariff, kept.profile, site_url(""), locale)
    found: dict[str, Term] = terms(TERMS, known, locale)
    return {
        "answers": answers,
        "area_name": area_name(there, locale) if there else "",
        "postcode": spaced_postcode(answers.postal_code),
        "phone": spaced_phone(answers.phone),
        "slot": _slot_name(desk, answers),
        "promised_on": seen.promised_on,
        "parcels": split_rows(desk.cart, chosen, answers.delivery_date) if chosen else [],
        "split": chosen.split if chosen else False,
        "day_fixed": bool(chosen and not chosen.days),
        "discounts": discount_sums(desk.quote),
        "promises": _promises(desk, answers),
        **_payment_times(desk, answers),
        "terms": {key: found[key].text if key in found else "" for key in TERMS},
        "place_key": tokens.sign(PURPOSE, seen.packed()),
        "switch_url": url_for("checkout.confirm", lang="en" if locale == "ja" else "ja"),
        **summary_of(desk),
    }


def _payment_times(desk: Desk, answers: Checkout) -> dict[str, str]:
    """Until when the money is to be brought, and until when for the days to hold; both "" where it moves at once."""
    way, chosen, tariff = desk.quote.payment, desk.quote.sending, snapshot().tariff
    due = way.paying.due_at(current.now()) if way else None
    if due is None or chosen is None:
        return {"pay_due": "", "days_until": ""}
    last = ready_by(frozen_parcels(chosen, answers.delivery_date, tariff), tariff)
    return {"pay_due": moment_words(due), "days_until": moment_words(min(last, due))}


def _promises(desk: Desk, answers: Checkout) -> list[str]:
    """Until when the earliest day holds; nothing for a day that was asked for, nor where it hangs on the payment."""
    chosen, way = desk.quote.sending, desk.quote.payment
    if chosen is None or answers.delivery_date not in (None, chosen.earliest_on):
        return []
    if way and way.paying.paid_later:
        return []
    return promises(chosen, snapshot().tariff, current.now())


def _slot_name(desk: Desk, answers: Checkout) -> str:
    slots = desk.quote.sending.slots if desk.quote.sending else ()
    return next((translate(slot.name) for slot in slots if slot.code == answers.time_slot), "")
