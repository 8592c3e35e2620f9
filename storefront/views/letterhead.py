"""What all mails about an order share: whose shop, whose order, in which language, with links that open it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.extensions import db
from storefront.jinja import translate
from storefront.locales import Locale, as_locale
from storefront.mail.messages import Words
from storefront.mail.payment_mail import PaymentMail, StoreLines
from storefront.orders.order import Order
from storefront.quoting.tariff_reading import load_tariff
from storefront.shop.legal import terms
from storefront.shop.profile import ShopProfile
from storefront.views.figures import figures
from storefront.views.order_access import order_link
from storefront.views.order_mail import SELLER


@dataclass(frozen=True)
class Letterhead:
    """The frame of the mails about one order; its words come in the language that is set, which has to be `locale`."""

    order: Order
    locale: Locale
    site: str
    seller: Sequence[Words]
    profile: ShopProfile

    def mail(
        self,
        subject: str,
        lead: Sequence[str],
        facts: Sequence[Words] = (),
        stores: Sequence[StoreLines] = (),
        rest: Sequence[str] = (),
        *,
        preheader: str = "",
        button: Words | None = None,
    ) -> PaymentMail:
        """The mail with its own words; shop and number stand before and after its subject, a link to the order below.

        Without a `preheader` the first words of `lead` are it, without a `button` it leads to the order's page.
        """
        order, shop = self.order, translate(self.profile.name)
        return PaymentMail(
            locale=self.locale,
            recipient=order.contact.email,
            subject=_(
                "【%(shop)s】%(subject)s（%(number)s）",
                shop=shop, subject=subject, number=order.number,
            ),
            preheader=preheader or lead[0],
            heading=subject,
            number=order.number or "",
            name=order.contact.name,
            lead=lead,
            facts=facts,
            stores=stores,
            rest=rest,
            button=button or self.link(_("ご注文の状況を見る"), "orders.show"),
            seller=self.seller,
            shop=shop,
        )  # fmt: skip

    def link(self, words: str, endpoint: str, **names: int) -> Words:
        """The words of a link to one of the order's pages, and its whole address."""
        return Words(words, self.site + order_link(self.order, endpoint, self.locale, **names))


def letterhead(order: Order, now: datetime) -> Letterhead:
    """The frame for an order's mails, in its language. Works outside a request; reads, writes nothing."""
    locale = as_locale(order.locale)
    profile = db.session.scalars(select(ShopProfile)).one()
    site = str(current_app.config["SETTINGS"].site_url)
    with force_locale(locale):
        said = terms(SELLER, figures(load_tariff(now), profile, site, locale), locale).values()
    return Letterhead(order, locale, site, [Words(one.label, one.text) for one in said], profile)
