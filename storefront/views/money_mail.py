"""Money that goes back, as its mails tell it. Works outside a request; reads, writes nothing; no mail names an account."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.clock import shop_day
from storefront.extensions import db
from storefront.jinja import format_date, translate, yen
from storefront.locales import as_locale
from storefront.mail.messages import Words
from storefront.mail.payment_mail import PaymentMail
from storefront.payments.reimbursement import Cause, Reimbursement
from storefront.quoting.tariff_reading import load_tariff
from storefront.shop.legal import terms
from storefront.shop.profile import ShopProfile
from storefront.views.figures import figures
from storefront.views.money_back_words import account_words, way_words, why_words
from storefront.views.order_access import order_link
from storefront.views.order_mail import SELLER


def account_wanted_mail(row: Reimbursement, now: datetime) -> PaymentMail:
    """How much goes back and why, and the link to the page that asks for the account."""
    with force_locale(as_locale(row.payment.order.locale)):
        lead = [_("%(sum)sをお返しします。", sum=yen(row.amount)), account_words(row)]
        rest = [
            _("振込手数料は当店が負担します。"),
            _("リンクから時間がたつと、ご注文のときのメールアドレスをお尋ねします。"),
            _("口座番号や暗証番号を、メールや電話でお尋ねすることはありません。"),
        ]
        subject, button = _("ご返金先の口座をお知らせください"), _("口座を入力する")
        return _mail(row, now, subject, [*lead, *_surplus(row)], rest, button, account=True)


def money_sent_mail(row: Reimbursement, now: datetime) -> PaymentMail:
    """How much was sent, why, and how long it may take."""
    with force_locale(as_locale(row.payment.order.locale)):
        day, total = format_date(shop_day(row.succeeded_at or now)), yen(row.amount)
        button = _("ご注文の状況を見る")
        if row.to_account:
            subject = _("ご返金を振り込みました")
            sent = _(
                "%(day)sに、お知らせいただいた口座へ%(sum)sを振り込みました。", day=day, sum=total
            )
            rest = [_("届くまでに、銀行の営業日で1日ほどかかることがあります。")]
        else:
            subject = _("ご返金の手続きを済ませました")
            sent = _("%(day)sに%(sum)sをお返しする手続きを済ませました。", day=day, sum=total)
            rest = [way_words(row)]
        return _mail(row, now, subject, [sent, *_surplus(row)], rest, button)


def _surplus(row: Reimbursement) -> Sequence[str]:
    """Why money goes back that paid for nothing: said at length. A refund's reason stands among the facts."""
    return () if row.cause == Cause.REFUND else (why_words(row),)


def _mail(
    row: Reimbursement,
    now: datetime,
    subject: str,
    lead: Sequence[str],
    rest: Sequence[str],
    button: str,
    account: bool = False,
) -> PaymentMail:
    order, locale = row.payment.order, as_locale(row.payment.order.locale)
    shop = db.session.scalars(select(ShopProfile)).one()
    site, name = str(current_app.config["SETTINGS"].site_url), translate(shop.name)
    said = terms(SELLER, figures(load_tariff(now), shop, site, locale), locale).values()
    facts = [Words(_("ご返金の額"), yen(row.amount))]
    if row.cause == Cause.REFUND:
        facts.append(Words(_("理由"), why_words(row)))
    if account:
        path = order_link(order, "reimbursements.show", locale, id=row.id)
    else:
        path = order_link(order, "orders.show", locale)
    return PaymentMail(
        locale=locale,
        recipient=order.contact.email,
        subject=_(
            "【%(shop)s】%(subject)s（%(number)s）", shop=name, subject=subject, number=order.number
        ),
        preheader=lead[0],
        heading=subject,
        number=order.number or "",
        name=order.contact.name,
        lead=lead,
        facts=facts,
        stores=(),
        rest=rest,
        button=Words(button, site + path),
        seller=[Words(term.label, term.text) for term in said],
        shop=name,
    )
