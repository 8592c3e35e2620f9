"""The form for choosing how to pay, with the demo's card or Stripe's token. No number that could be a real card's is kept or shown again."""

import re
import unicodedata
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, RadioField, StringField

from storefront.clock import shop_day
from storefront.payments.gateways import cards, demo
from storefront.views import current
from storefront.views.card_box import TOKEN, label_of, stripe_keys
from storefront.views.payment_words import in_fours

SHORTEST_NUMBER = 12
"""Digits from which a text may be somebody's card number."""


class PayForm(Form):
    """How to pay; the card's fields count only when the card is chosen."""

    payment_method = RadioField(_l("お支払い方法"), validate_choice=False)
    amounts = HiddenField()
    """What the page said sending and each method cost; only ever compared."""
    card_number = StringField(
        _l("カード番号"), render_kw={"autocomplete": "cc-number", "inputmode": "numeric"}
    )
    card_expiry = StringField(
        _l("有効期限"), render_kw={"autocomplete": "cc-exp", "inputmode": "numeric"}
    )
    card_cvc = StringField(
        _l("セキュリティコード"), render_kw={"autocomplete": "cc-csc", "inputmode": "numeric"}
    )

    card_token = HiddenField()
    """What Stripe's frame made of the card, with its last digits."""
    card_last4 = HiddenField()
    keep_card = BooleanField()
    """Whether the buyer agrees that the card is kept for additions to this order."""

    @property
    def card_typed(self) -> bool:
        """Whether anything stands in the card's fields."""
        if stripe_keys():
            return bool(self.card_token.data)
        fields = (self.card_number, self.card_expiry, self.card_cvc)
        return any((field.data or "").strip() for field in fields)

    def judge_card(self) -> bool:
        """Whether the card can be charged; puts words at what is wrong. What must not be shown again is emptied."""
        if stripe_keys():
            return self._judge_token()
        number = self._number_errors()
        expiry = self._expiry_errors(shop_day(current.now()))
        code = self._code_errors()
        for field, errors in (
            (self.card_number, number),
            (self.card_expiry, expiry),
            (self.card_cvc, code),
        ):
            field.errors = errors
        self.hide_secrets()
        return not (number or expiry or code)

    def hide_secrets(self) -> None:
        """Empty the code, and the number unless it is a demo card's or far too short to be anybody's."""
        self.card_cvc.data = ""
        digits = cards.digits(self.card_number.data or "")
        if cards.behaviour_of(digits):
            self.card_number.data = in_fours(digits)
        elif len(re.sub(r"\D", "", digits)) >= SHORTEST_NUMBER:
            self.card_number.data = ""

    def swap_for_token(self) -> tuple[str, str]:
        """The gateway's token for the card judged, and how to call it: •••• 4242. Added, not committed."""
        if stripe_keys():
            return self.card_token.data or "", label_of(self.card_last4.data or "")
        digits = cards.digits(self.card_number.data or "")
        behaviour = cards.behaviour_of(digits)
        assert behaviour is not None
        return demo.keep_card(behaviour, digits[-4:]), f"•••• {digits[-4:]}"

    def _judge_token(self) -> bool:
        """Only a token of a card just typed will do; without scripts there is none."""
        if TOKEN.fullmatch(self.card_token.data or ""):
            return True
        self.payment_method.errors = [
            _(
                "カードの内容を受け取れませんでした。ブラウザーのスクリプトを使えるようにしてもう一度入力なさるか、ほかの方法をお選びください"
            )
        ]
        return False

    def _number_errors(self) -> list[Any]:
        typed = self.card_number.data or ""
        if not typed.strip():
            return [_("カード番号を入力してください")]
        if cards.behaviour_of(typed):
            return []
        if cards.is_card_number(typed):
            return [
                _("デモのカード番号だけお使いいただけます。本物のカード番号は入力しないでください")
            ]
        return [_("カード番号をお確かめください。下のデモ用の番号をお使いいただけます")]

    def _expiry_errors(self, today: date) -> list[Any]:
        typed = self.card_expiry.data or ""
        if not typed.strip():
            return [_("有効期限を入力してください")]
        last_day = cards.expiry_of(typed)
        if last_day is None:
            return [_("有効期限は月と年を「12/29」のように入力してください")]
        if last_day < today:
            return [_("有効期限が過ぎています")]
        return []

    def _code_errors(self) -> list[Any]:
        typed = unicodedata.normalize("NFKC", self.card_cvc.data or "").strip()
        if not typed:
            return [_("セキュリティコードを入力してください")]
        if not re.fullmatch(r"[0-9]{3,4}", typed):
            return [_("セキュリティコードは3桁か4桁の数字です")]
        return []
