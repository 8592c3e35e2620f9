"""The forms of checkout. They take what people type and judge it on the server alone; what was typed is kept.

CSRF is checked for the whole app, so the forms do without their own.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Form, HiddenField, RadioField, SelectField, StringField, TelField
from wtforms.validators import DataRequired, ValidationError

from storefront.checkout import contact
from storefront.checkout.checkout import Checkout
from storefront.checkout.email_typos import suggested_email
from storefront.jinja import translate
from storefront.money import Yen
from storefront.quoting.quote import Quote
from storefront.shipping import prefectures
from storefront.shipping.postcode import normalise_postcode
from storefront.views.frame import area_name
from storefront.views.sending_words import day_refused_words, limit_words, refusal_of

Validator = Callable[[Form, Any], None]


def at_most(letters: int) -> Validator:
    """Words for a text that is too long, instead of a browser that cuts it off in silence."""

    def judge(_form: Form, field: Any) -> None:
        if len(field.data or "") > letters:
            raise ValidationError(_("%(most)s文字までで入力してください", most=letters))

    return judge


def tidy_postcode(typed: str | None) -> str:
    """154-0023 for whatever means it; what is none stays as typed."""
    text = contact.tidy_text(typed)
    return contact.spaced_postcode(normalise_postcode(text) or text)


def shown_phone(typed: str | None) -> str:
    """A telephone number as the page shows it."""
    return contact.spaced_phone(contact.tidy_phone(typed))


def prefecture_code(typed: str | None) -> str:
    """The code for a code or a name; what is neither stays, to be refused in words."""
    found = prefectures.find(typed or "")
    return found.code if found else (typed or "").strip()


def shown_amounts(text: str | None) -> dict[str, Yen]:
    """What `amounts_shown` wrote: home=650 postbox=330; anything else is left out."""
    pairs = (part.partition("=") for part in (text or "")[:400].split())
    return {
        code: int(yen) for code, _sign, yen in pairs if re.fullmatch(r"[0-9]{1,7}", yen, re.ASCII)
    }


def amounts_shown(amounts: Mapping[str, Yen | None]) -> str:
    """What a page showed, for it to carry along; read back by `shown_amounts`."""
    return " ".join(f"{code}={yen}" for code, yen in amounts.items() if yen is not None)


class EmailForm(Form):
    """Where mail about the order goes."""

    email = EmailField(
        _l("メールアドレス"),
        [DataRequired(_l("メールアドレスを入力してください"))],
        filters=[contact.tidy_email],
        render_kw={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )

    def validate_email(self, field: Any) -> None:
        """An address that mail could reach."""
        if not contact.is_email(field.data):
            raise ValidationError(
                _("メールアドレスの形をお確かめください（例：minori@example.jp）")
            )

    @property
    def meant_email(self) -> str | None:
        """What the address was probably meant to be, when its domain looks like a slip."""
        return suggested_email(self.email.data or "")


class DeliveryForm(EmailForm):
    """Who, where to, how and when."""

    name = StringField(
        _l("お名前"),
        [DataRequired(_l("お名前を入力してください")), at_most(contact.LONGEST_NAME)],
        filters=[contact.tidy_name],
        render_kw={"autocomplete": "shipping name"},
    )
    postal_code = StringField(
        _l("郵便番号"),
        [DataRequired(_l("郵便番号を入力してください"))],
        filters=[tidy_postcode],
        render_kw={"autocomplete": "shipping postal-code", "inputmode": "numeric"},
    )
    prefecture = SelectField(
        _l("都道府県"),
        [DataRequired(_l("都道府県を選んでください"))],
        coerce=prefecture_code,
        validate_choice=False,
        render_kw={"autocomplete": "shipping address-level1"},
    )
    address = StringField(
        _l("市区町村・番地"),
        [DataRequired(_l("市区町村と番地を入力してください")), at_most(contact.LONGEST_ADDRESS)],
        filters=[contact.tidy_address],
        render_kw={"autocomplete": "shipping address-line1"},
    )
    building = StringField(
        _l("建物名・部屋番号"),
        [at_most(contact.LONGEST_BUILDING)],
        filters=[contact.tidy_address],
        render_kw={"autocomplete": "shipping address-line2"},
    )
    phone = TelField(
        _l("電話番号"),
        [DataRequired(_l("電話番号を入力してください"))],
        filters=[shown_phone],
        render_kw={"autocomplete": "shipping tel"},
    )
    shipping_rate = RadioField(_l("お届けの方法"), validate_choice=False)
    delivery_date = RadioField(_l("お届け日"), validate_choice=False)
    time_slot = RadioField(_l("お届けの時間"), validate_choice=False)
    filled = HiddenField()
    """The beginning of an address that the page filled in by itself; replaced when the postcode changes."""
    shown = HiddenField()
    """For which prefecture the page showed its prices and days; empty while it knew none."""
    prices = HiddenField()
    """What the page said each way costs; only ever compared."""

    def __init__(self, *args: Any, locale: str = "ja", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [(one.code, area_name(one, locale)) for one in prefectures.PREFECTURES]
        self.prefecture.choices = [("", _("選んでください")), *options]

    def validate_postal_code(self, field: Any) -> None:
        """Seven digits, hyphen or not."""
        if normalise_postcode(field.data) is None:
            raise ValidationError(_("郵便番号は7桁の数字で入力してください（例：154-0023）"))

    def validate_prefecture(self, field: Any) -> None:
        """One of the 47."""
        if self.destination is None:
            raise ValidationError(_("都道府県を一覧から選んでください"))

    def validate_phone(self, field: Any) -> None:
        """Ten or eleven digits."""
        if not contact.is_phone(contact.tidy_phone(field.data)):
            raise ValidationError(
                _("電話番号は10桁か11桁の数字で入力してください（例：090-1234-5678）")
            )

    @property
    def destination(self) -> prefectures.Prefecture | None:
        """The prefecture chosen, None while it is none."""
        return prefectures.by_code(self.prefecture.data or "")

    @property
    def shown_price(self) -> Yen | None:
        """What the page said the chosen way costs there, None where it showed another region or none."""
        if self.shown.data != self.prefecture.data:
            return None
        return shown_amounts(self.prices.data).get(self.shipping_rate.data or "")

    @property
    def wanted_day(self) -> date | None:
        """The day asked for; None for "as early as possible" and for what is no day."""
        try:
            return date.fromisoformat(self.delivery_date.data or "")
        except ValueError:
            return None

    def fits(self, priced: Quote) -> bool:
        """Whether method, day and time can be had there; puts words at those that cannot."""
        chosen = priced.sending
        method = self.shipping_rate.data or ""
        if chosen is None or chosen.sending.code != method:
            self.shipping_rate.errors = [_refused(priced, method)]
            return False
        day, asked = self.wanted_day, bool(self.delivery_date.data)
        if asked and chosen.days and day not in chosen.days:
            self.delivery_date.errors = [day_refused_words(chosen, day)]
        codes = {slot.code for slot in chosen.slots}
        if self.time_slot.data and codes and self.time_slot.data not in codes:
            words = _("%(method)sの時間帯から選んでください", method=translate(chosen.sending.name))
            self.time_slot.errors = [words]
        return not (self.delivery_date.errors or self.time_slot.errors)

    def let_go(self, priced: Quote) -> None:
        """Take out a day and a time that can no longer be had, so that the page shows what is sent instead."""
        chosen = priced.sending
        if chosen and self.wanted_day not in chosen.days:
            self.delivery_date.data = ""
        if chosen and self.time_slot.data not in {slot.code for slot in chosen.slots}:
            self.time_slot.data = ""

    def save(self, answers: Checkout, priced: Quote) -> None:
        """Put the answers, each in the form the shop keeps, on the sheet."""
        answers.email = self.email.data or ""
        answers.name = self.name.data or ""
        answers.postal_code = normalise_postcode(self.postal_code.data or "") or ""
        answers.prefecture = self.prefecture.data or ""
        answers.address = self.address.data or ""
        answers.building = self.building.data or ""
        answers.phone = contact.tidy_phone(self.phone.data)
        answers.shipping_method = self.shipping_rate.data or ""
        chosen = priced.sending
        answers.delivery_date = self.wanted_day if chosen and chosen.days else None
        answers.time_slot = (self.time_slot.data or "") if chosen and chosen.slots else ""


def _refused(priced: Quote, code: str) -> str:
    """Why a way cannot be had, in words for the form."""
    if not priced.sendable:
        return str(_("このお届け先へは、一度にお届けできません"))
    reason = refusal_of(priced, code)
    if reason is None:
        return str(_("お届けの方法を選んでください"))
    name = translate(reason.sending.name)
    return str(_("%(way)sは選べません。%(reason)s", way=name, reason=limit_words(reason)))


def filled_form(
    answers: Checkout | None, area: prefectures.Prefecture | None, locale: str
) -> DeliveryForm:
    """The form as a visitor finds it: earlier answers, else only the region that is known."""
    if answers is None:
        return DeliveryForm(locale=locale, data={"prefecture": area.code if area else ""})
    names = ("email", "name", "address", "building", "time_slot")
    kept = {name: getattr(answers, name) for name in names}
    kept["prefecture"] = answers.prefecture or (area.code if area else "")
    kept["postal_code"] = contact.spaced_postcode(answers.postal_code)
    kept["phone"] = contact.spaced_phone(answers.phone)
    kept["shipping_rate"] = answers.shipping_method
    kept["delivery_date"] = answers.delivery_date.isoformat() if answers.delivery_date else ""
    return DeliveryForm(locale=locale, data=kept)
