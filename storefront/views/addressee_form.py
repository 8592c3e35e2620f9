"""Whom an invoice is made out to, as the buyer types it on the order's page."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import Length, ValidationError

from storefront.checkout.contact import tidy_text
from storefront.orders.order import OrderContact

LONGEST = 60
COMPANY = "company"
PERSON = "person"

_HONORIFIC = re.compile(r"[\s　]*(?:御中|様|殿)$")


def tidy_addressee(typed: str | None) -> str:
    """One line without 様 or 御中, which the paper adds itself."""
    return _HONORIFIC.sub("", tidy_text(typed))


class AddresseeForm(FlaskForm):  # type: ignore[misc]
    """A name of at most sixty letters that can be printed, and whether it is a company's."""

    name = StringField(
        _l("宛名"),
        [Length(max=LONGEST, message=_l("宛名は60文字までで入力してください"))],
        filters=[tidy_addressee],
        render_kw={"autocomplete": "organization", "maxlength": LONGEST},
    )
    kind = RadioField(_l("敬称"), validate_choice=False, default=PERSON)

    def validate_name(self, field: StringField) -> None:
        """Refuse letters that the papers cannot print, and name them."""
        # Loads the typeface, for which only whoever types a name has to wait.
        from storefront.printing.fonts import missing

        unprintable = missing(field.data or "")
        if unprintable:
            raise ValidationError(
                _(
                    "「%(letters)s」は印刷できません。別の文字で入力してください",
                    letters=unprintable[:8],
                )
            )

    @property
    def company(self) -> bool:
        """Whether the name is to be followed by 御中."""
        return bool(self.kind.data == COMPANY)


def addressee_form(contact: OrderContact) -> AddresseeForm:
    """The form with what was typed before."""
    kind = COMPANY if contact.invoice_to_company else PERSON
    return AddresseeForm(formdata=None, data={"name": contact.invoice_to, "kind": kind})
