"""Samples: what is typed, ticked and picked from a list."""

from typing import Any

from markupsafe import Markup
from wtforms import Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from storefront.views import current
from storefront.views.frame import AreaOption, area_options
from storefront.views.styleguide.sample import Room, Sample, both, part, said, within


def samples() -> list[Sample]:
    """Fields in each state, groups of radios, check boxes, the delivery area, the summary of errors."""
    return [
        *_fields(),
        *_longer_fields(),
        _error_line(),
        *_groups(),
        *_checks(),
        *_areas(),
        *_summaries(),
    ]


def _form(prefix: str, wrong: bool = False, **given: str) -> Any:
    """A form of every kind of field in the language of the page; with `wrong`, two of them hold errors."""

    class SampleForm(Form):
        email = StringField(
            said("メールアドレス", "E-mail"),
            [InputRequired()],
            render_kw={"autocomplete": "email", "inputmode": "email"},
        )
        postal_code = StringField(
            said("郵便番号", "Postcode"), [InputRequired()], render_kw={"inputmode": "numeric"}
        )
        building = StringField(said("建物名・部屋番号", "Building and room"))
        slot = SelectField(
            said("時間帯", "Time of day"),
            choices=[
                SelectChoice("", said("指定なし", "Any time")),
                SelectChoice("am", said("午前中", "Morning")),
            ],
        )
        note = TextAreaField(said("ひとこと", "A few words"))
        rate = RadioField(
            said("お届けの方法", "How it comes"),
            choices=[SelectChoice("home", said("宅配便", "Home delivery"))],
        )

    form = SampleForm(data=given, prefix=f"{prefix}-")
    if wrong:
        form.postal_code.errors = [
            said("郵便番号を7桁の数字で入力してください", "Enter the postcode as seven digits")
        ]
        form.rate.errors = [said("お届けの方法を選んでください", "Choose how it should come")]
    return form


def _fields() -> list[Sample]:
    wrong = _form("wrong", wrong=True, postal_code="15400")
    right = _form("right", email="minori@example.com")
    hint = said("ハイフンはあってもなくてもかまいません", "With or without the hyphen")
    look_up = Markup('<button class="btn btn--small" type="button">{}</button>').format(
        said("住所を自動入力", "Fill in the address")
    )
    return [
        part("field.field", "rest", both("ふつう", "At rest"), _form("rest").email),
        part("field.field", "hint", both("説明つき", "With a hint"), _form("hint").email, hint=said("控えと発送のお知らせを送ります", "For the confirmation and the shipping notice")),
        part("field.field", "error", both("誤り", "Wrong"), wrong.postal_code, hint=hint, size="short"),
        part("field.field", "good", both("よし", "Right"), right.email, good=said("この宛先にお送りします", "We will write to this address")),
        part("field.field", "optional", both("任意", "Optional"), _form("optional").building),
        part("field.field", "beside", both("ボタンが並ぶ", "A button beside it"), _form("beside", postal_code="1540001").postal_code, size="short", body=look_up),
    ]  # fmt: skip


def _longer_fields() -> list[Sample]:
    form = _form("long")
    return [
        part("field.field", "select", both("選択", "A list to pick from"), form.slot, size="mid"),
        part("field.field", "textarea", both("長い文", "Long text"), form.note),
    ]


def _error_line() -> Sample:
    words = said("残りは2点です", "Only 2 are left")
    return part("field.error_line", "rest", both("誤りの行だけ", "The line alone"), "line", [words])


def _groups() -> list[Sample]:
    right, wrong = _form("group"), _form("group-wrong", wrong=True)
    words, note = said("お届けの方法", "How it comes"), said("送料は税込です", "Tax included")
    hint = said("どちらも同じ日に届きます", "Both arrive on the same day")
    return [
        part("field.fieldset", "rest", both("ふつう", "At rest"), right.rate.id, words, body=_ways(right), note=note),
        part("field.fieldset", "error", both("誤り", "Wrong"), wrong.rate.id, words, wrong.rate.errors, body=_ways(wrong), hint=hint),
    ]  # fmt: skip


def _ways(form: Any) -> str:
    """The radio cards of the form's two ways to send."""
    drawn = [
        part(
            "choice.choice", code, both(ja, en), form.rate.name, code, said(ja, en), price=650,
            id=f"{form.rate.id}-{place}",
        ).draw()
        for place, (code, ja, en) in enumerate(
            (("home", "宅配便", "Home delivery"), ("doorstep", "置き配", "Left at your door"))
        )
    ]  # fmt: skip
    return Markup('<div class="choices">{}</div>').format(Markup("").join(drawn))


def _checks() -> list[Sample]:
    free, gift = (
        said("ノンカフェイン", "Caffeine-free"),
        said("贈りものとして送る", "Send it as a present"),
    )
    return [
        part("field.check", "rest", both("ふつう", "At rest"), "free", "1", free, room=Room.SMALL),
        part("field.check", "checked", both("選んだとき", "Ticked"), "free", "1", free, checked=True, room=Room.SMALL),
        part("field.check", "count", both("件数つき", "With a count"), "free", "1", free, count=12, room=Room.SMALL),
        part("field.check", "note", both("補いつき", "With a note"), "gift", "1", gift, note=said("（のし・ひとこと）", "(wrapping, a few words)"), room=Room.SMALL),
    ]  # fmt: skip


def _areas() -> list[Sample]:
    options = area_options(current.locale())
    label = said("都道府県", "Prefecture")
    bare = part(
        "area.area_select",
        "bare",
        both("選ぶところだけ", "The list alone"),
        options,
        None,
        "area-bare",
    )
    tokyo = next(option for option in options if option.code == "13")
    chosen: AreaOption | None = tokyo
    return [
        within(bare, f'<label class="field__label" for="area-bare">{label}</label>{{}}'),
        part("area.area_form", "unknown", both("まだ選んでいない", "Not chosen yet"), options, None, "/ja/cart", id="area-unknown"),
        part("area.area_form", "chosen", both("選んだあと", "Chosen"), options, chosen, "/ja/cart", id="area-chosen", label=said("お届け先", "Deliver to")),
    ]  # fmt: skip


def _summaries() -> list[Sample]:
    stock = [("quantity", said("残りは2点です", "Only 2 are left"))]
    alone = Room.ALONE
    wrong = _form("wrong", wrong=True)
    return [
        part("error_summary.error_summary", "form", both("入力の誤り", "Errors of a form"), wrong, room=alone),
        part("error_summary.error_prefix", "form", both("題の前に", "Before the title"), wrong, room=Room.SMALL),
        part("error_summary.error_summary", "items", both("入力欄のない誤り", "Errors of no field"), [], stock, room=alone),
    ]  # fmt: skip
