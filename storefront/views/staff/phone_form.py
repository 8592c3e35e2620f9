"""What is typed while a buyer is on the phone: the checkout's own form, with the language of the mails and the payment in it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, StringField

from storefront.checkout import contact
from storefront.checkout.checkout import Checkout
from storefront.locales import DEFAULT_LOCALE, Locale, as_locale
from storefront.orders.order import OrderContact
from storefront.quoting.quote import Quote
from storefront.views import current
from storefront.views.checkout_forms import DeliveryForm
from storefront.views.payment_words import refusal_words

FIELDS = (
    "email", "name", "postal_code", "prefecture", "address", "building", "phone",
    "shipping_rate", "delivery_date", "time_slot", "filled", "mail_locale", "payment_method",
)  # fmt: skip
"""What a sheet keeps."""
COPIED = ("name", "address", "building", "prefecture")


class PhoneForm(DeliveryForm):
    """The sheet. Judged by the same rules as a buyer's own answers."""

    mail_locale = RadioField(_l("メールの言語"), validate_choice=False)
    payment_method = RadioField(_l("お支払い方法"), validate_choice=False)
    goods = StringField()
    """Never sent: it carries what is wrong with the goods."""

    @property
    def locale(self) -> Locale:
        """The language the buyer is written to."""
        return as_locale(self.mail_locale.data or DEFAULT_LOCALE)

    def judge(self, priced: Quote, orderable: bool) -> bool:
        """Whether all of it can become an order; puts words at what cannot."""
        valid = self.validate()
        if not orderable:
            words = (
                _("品物を入れてください") if not priced.items else _("赤い印の品物を直してください")
            )
            self.goods.errors = [words]
            return False
        if self.destination and not self.fits(priced):
            valid = False
        return self._payable(priced) and valid

    def _payable(self, priced: Quote) -> bool:
        choice = priced.payment
        if choice is None:
            self.payment_method.errors = [_("お支払い方法を選んでください")]
        elif choice.refusal:
            self.payment_method.errors = [refusal_words(choice)]
        return not self.payment_method.errors

    def save_all(self, answers: Checkout, priced: Quote) -> None:
        """Put what was judged on the sheet of answers that the order is made from."""
        self.save(answers, priced)
        answers.payment_method = self.payment_method.data or ""
        answers.by_phone = True


def form_of(typed: Mapping[str, str]) -> PhoneForm:
    """The form with these fields typed in."""
    known = {name: typed[name] for name in FIELDS if name in typed}
    return PhoneForm(MultiDict(known), locale=current.locale())


def typed_of(form: Mapping[str, str]) -> dict[str, str]:
    """What of a sent form a sheet keeps."""
    return {name: form[name] for name in FIELDS if form.get(name)}


def copied(typed: Mapping[str, str], to: OrderContact) -> dict[str, str]:
    """What is typed, with name and address of an earlier order in it."""
    fields: dict[str, Any] = {name: getattr(to, name) for name in COPIED}
    fields["postal_code"] = contact.spaced_postcode(to.postal_code)
    fields["phone"] = contact.spaced_phone(to.phone)
    return {**typed, **fields, "filled": ""}
