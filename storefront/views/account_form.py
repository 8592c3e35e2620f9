"""A bank account as the buyer types it: what banks need for a transfer, taken in any width."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from storefront.checkout.contact import tidy_text
from storefront.payments.bank_account import NamedAccount
from storefront.payments.bank_letters import (
    NUMBER_DIGITS,
    holder_letters,
    is_holder,
    plain_digits,
    post_office,
)
from storefront.shop.account import AccountKind, BankAccount

LONGEST = 40
BANK_CODE_DIGITS = 4
BRANCH_CODE_DIGITS = 3
POST_OFFICE = ("ゆうちょ", "郵便", "post")
POST_OFFICE_CODE = "9900"
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
TOO_LONG = _l("40文字までで入力してください")


class AccountForm(FlaskForm):  # type: ignore[misc]
    """Bank and branch by name, their codes where they are known, kind, number and holder."""

    bank = StringField(
        _l("銀行名"),
        [DataRequired(_l("銀行名を入力してください")), Length(max=LONGEST, message=TOO_LONG)],
        filters=[tidy_text],
        render_kw={"autocomplete": "off"},
    )
    bank_code = StringField(_l("銀行コード"), render_kw=DIGITS)
    branch = StringField(
        _l("支店名"),
        [DataRequired(_l("支店名を入力してください")), Length(max=LONGEST, message=TOO_LONG)],
        filters=[tidy_text],
        render_kw={"autocomplete": "off"},
    )
    branch_code = StringField(_l("支店コード"), render_kw=DIGITS)
    kind = RadioField(_l("預金の種類"), validate_choice=False, default=AccountKind.ORDINARY)
    number = StringField(
        _l("口座番号（7桁）"),
        [InputRequired(_l("口座番号を入力してください"))],
        render_kw=DIGITS,
    )
    holder = StringField(
        _l("口座名義（カナ）"),
        [InputRequired(_l("口座名義をカナで入力してください"))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Turn a 記号番号 of ゆうちょ into its account for transfers, then judge every field."""
        self._read_post_office()
        return bool(super().validate(extra_validators))

    def validate_bank_code(self, field: Field) -> None:
        """Four digits or nothing."""
        if _digits(field) and not _of_length(field, BANK_CODE_DIGITS):
            raise ValidationError(
                _("銀行コードは4桁の数字です。わからなければ空のままにしてください")
            )

    def validate_branch_code(self, field: Field) -> None:
        """Three digits or nothing."""
        if _digits(field) and not _of_length(field, BRANCH_CODE_DIGITS):
            raise ValidationError(
                _("支店コードは3桁の数字です。わからなければ空のままにしてください")
            )

    def validate_kind(self, field: Field) -> None:
        """One of the two."""
        if field.data not in {kind.value for kind in AccountKind}:
            raise ValidationError(_("預金の種類を選んでください"))

    def validate_number(self, field: Field) -> None:
        """Seven digits: fewer are more often a slip than an old account."""
        if _of_length(field, NUMBER_DIGITS):
            return
        if self._at_the_post_office:
            raise ValidationError(
                _(
                    "ゆうちょ銀行は、通帳の記号と番号を「11940-12345671」のように続けて入力してください"
                )
            )
        raise ValidationError(
            _("口座番号は7桁の数字で入力してください。7桁より短いときは、先頭に0をつけます")
        )

    def validate_holder(self, field: Field) -> None:
        """Letters that banks take."""
        if not is_holder(holder_letters(field.data or "")):
            raise ValidationError(
                _(
                    "口座名義は、通帳のとおりカナか英字で48文字までで入力してください（例：ワカバ ミノリ）"
                )
            )

    def account(self) -> BankAccount:
        """What was typed, as banks want it. Only after it was found valid."""
        return BankAccount(
            bank=self.bank.data or "",
            bank_code=_digits(self.bank_code),
            branch=self.branch.data or "",
            branch_code=_digits(self.branch_code),
            kind=AccountKind(self.kind.data),
            number=_digits(self.number),
            holder=holder_letters(self.holder.data or ""),
        )

    @property
    def _at_the_post_office(self) -> bool:
        named = (self.bank.data or "").lower()
        return _digits(self.bank_code) == POST_OFFICE_CODE or any(
            word in named for word in POST_OFFICE
        )

    def _read_post_office(self) -> None:
        found = post_office(self.number.data or "") if self._at_the_post_office else None
        if found is None:
            return
        self.branch.data, self.branch_code.data = found.branch, found.branch_code
        self.branch.raw_data = [found.branch]
        self.kind.data = AccountKind.ORDINARY if found.ordinary else AccountKind.CURRENT
        self.number.data = found.number


def account_form(kept: NamedAccount | None) -> AccountForm:
    """The form as it is first shown: bank and branch that were named before; number and holder are asked anew."""
    known = ("bank", "bank_code", "branch", "branch_code", "kind")
    data = {name: getattr(kept, name) for name in known} if kept else {}
    return AccountForm(formdata=None, data=data)


def _digits(field: Field) -> str:
    return plain_digits(field.data or "")


def _of_length(field: Field, digits: int) -> bool:
    typed = _digits(field)
    return typed.isascii() and typed.isdigit() and len(typed) == digits
