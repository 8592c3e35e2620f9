"""What the engine has against a change, at the field it lies in; and what only whoever types can get wrong."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from storefront.checkout.contact import is_email
from storefront.faults import Fault
from storefront.jinja import locale_code, translate
from storefront.mail.wording import unknown_places
from storefront.sheets.finding import PROFILE
from storefront.sheets.shipping import RATE
from storefront.shipping.checks import REGIONS
from storefront.shop.registration import could_be_real, is_registration_number
from storefront.views.staff.setting_fields import Field
from storefront.views.staff.setting_places import known_places, named_places

WHOLE_FORM = "setting-form"
"""Where a fault leads that lies in no field of this sheet."""
AT = {
    "box_sides": "longest_mm",
    "box_takes_nothing": "weight_grams",
    "box_fill": "fill_percent",
    "temperature_unknown": "temperature",
    "cool_is_never_free": "temperature",
    "cutoff_unreadable": "cutoff",
    "slots_without_days": "days_to_choose",
    "slot_incomplete": "slots-0-code",
    "slot_twice": "slots-0-code",
    "slot_unreadable": "slots-0-starts",
    "slot_backwards": "slots-0-starts",
    "days_to_pay": "days_to_pay",
    "limit_negative": "least",
    "limits_crossed": "least",
    "fee_negative": "fees-0-to",
    "tier_empty": "fees-0-to",
    "tier_twice": "fees-0-to",
    "tiers_not_ascending": "fees-0-to",
    "tier_hole": "fees-0-to",
    "tiers_without_end": "most",
    "weekday_unknown": "weekdays-0",
    "shop_never_packs": "weekdays-0",
    "account_incomplete": "account-bank",
    "bank_code": "account-bank_code",
    "branch_code": "account-branch_code",
    "account_number": "account-number",
    "account_names": "account-holder",
    "no_account": "account-bank",
    "no_way": "active",
    "no_cool_way": "active",
    "no_payment": "active",
    "no_way_takes_cash": "active",
}
"""The field of what was broken, where it lies always in one."""
OF_A_RATE = {"price_negative": "price", "days_negative": "days", "free_from_zero": "free"}


def errors_of(faults: Sequence[Fault], fields: Sequence[Field]) -> dict[str, str]:
    """The engine's findings by the fields they lie in; several of one field in one text."""
    typable = {name: one.id for one in fields for name in (one.name, one.id)}
    starts = tuple(f"{one.name}-" for one in fields)
    found: dict[str, list[str]] = {}
    for fault in faults:
        name = _field_of(fault)
        known = typable.get(name) or (name if name.startswith(starts) else WHOLE_FORM)
        words = found.setdefault(known, [])
        if (text := translate(fault.words)) not in words:
            words.append(text)
    between = "" if locale_code() == "ja" else ". "
    return {name: between.join(words) for name, words in found.items()}


def _field_of(fault: Fault) -> str:
    last = fault.thing.rsplit(" ", 1)[-1]
    if fault.rule in OF_A_RATE and last in REGIONS:
        return f"{RATE}{last}-{OF_A_RATE[fault.rule]}"
    if fault.rule == "misfit":
        return last
    if fault.rule == "days_negative":
        return "returns_days" if fault.thing == "profile" else "handling_days"
    return AT.get(fault.rule, "")


def typing_faults(
    subject: str, before: Mapping[str, Any], wanted: Mapping[str, Any]
) -> dict[str, str]:
    """What the engine does not look at: an address for mail, a number's check digit, names in braces."""
    kind = subject.partition(":")[0]
    if subject == PROFILE:
        return _particulars(before, wanted)
    judge: Callable[[str], Sequence[str]] | None = {
        "legal": unknown_legal_places,
        "mail": unknown_places,
    }.get(kind)
    found = {}
    for name, texts in wanted.items() if judge else ():
        for code, text in texts.items():
            if judge and (wrong := judge(text)):
                found[f"{name}-{code}"] = _("%(name)sという名前はありません。", name=wrong[0])
    return found


def _particulars(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, str]:
    found, number = {}, wanted["registration_number"]
    if wanted["email"] and not is_email(wanted["email"]):
        found["email"] = _("メールアドレスの形になっていません。")
    if wanted["phone"] and sum(sign.isdigit() for sign in wanted["phone"]) < 9:
        found["phone"] = _("電話番号の数字が足りません。")
    if number and number != before["registration_number"]:
        if not is_registration_number(number):
            found["registration_number"] = _("Tのあとに、半角の数字を13桁書いてください。")
        elif not could_be_real(number):
            found["registration_number"] = _(
                "検査用の数字（Tのすぐあと）が合いません。打ちまちがいがないか、通知書とくらべてください。"
            )
    return found


def unknown_legal_places(text: str) -> list[str]:
    """Names in braces that no figure of the shop has."""
    return [f"{{{name}}}" for name in named_places(text) if name not in known_places()]
