"""Words of mails that staff chose: in subject, text and HTML alike, filled in, and never more than words."""

from dataclasses import replace
from itertools import product

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.locales import LOCALES
from storefront.mail.messages import order_confirmation
from storefront.mail.previews import _JA_PAID, preview, previews
from storefront.mail.wording import MailKind, MailText, Wording, filled, unknown_places

WORDS = Wording(
    "{shop}より {number}",
    "{name}さま、\nお待たせしました。\n\nあたたかくして。",
    "<b>またどうぞ</b>",
)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", []),
        ("{shop} {number} {name}", []),
        ("{price}", ["{price}"]),
        ("{ shop }", ["{ shop }"]),
        ("{}", ["{}"]),
        ("{shop", ["{"]),
        ("}{shop}", ["}"]),
        ("{{shop}}", ["{", "}"]),
    ],
)
def test_only_names_that_mails_know_can_stand_in_braces(text: str, wrong: list[str]) -> None:
    assert unknown_places(text) == wrong


def test_a_name_is_filled_in_once_and_not_read_again() -> None:
    assert filled("{name} {x}", {"name": "{number}", "number": "7"}) == "{number} {x}"


def test_each_kind_of_mail_takes_words_in_all_its_parts(shop: Flask) -> None:
    for kind, locale in product(MailKind, LOCALES):
        own, mail = preview(kind, locale, Wording()), preview(kind, locale, WORDS)
        assert own.subject != mail.subject
        assert mail.subject.split()[-1] in {"10234", "10236"}
        assert "お待たせしました。" not in own.text
        assert mail.text.index("さま、\nお待たせしました。") < mail.text.index("<b>またどうぞ</b>")
        assert "さま、<br>お待たせしました。</p>" in mail.html
        assert "&lt;b&gt;またどうぞ" in mail.html
        assert "<b>またどうぞ" not in mail.html


def test_stored_words_are_used_for_their_kind_and_language_alone(shop: Flask) -> None:
    before = previews("ja")
    for part, text in (("subject", "届きますよ {number}"), ("opening", "おまたせしました。")):
        db.session.add(MailText(kind="order_sent", locale="ja", part=part, text=text))
    db.session.flush()
    after = previews("ja")
    assert {name for name in before if before[name] != after[name]} == {
        "order_sent",
        "order_sent_in_part",
    }
    assert after["order_sent"].subject == "届きますよ 10236"
    assert "おまたせしました。" in after["order_sent"].text
    assert "届きますよ" not in previews("en")["order_sent"].subject


def test_a_subject_that_grows_too_long_when_filled_in_is_cut(shop: Flask) -> None:
    mail = replace(_JA_PAID, name="長" * 300)
    assert len(order_confirmation(mail, Wording(subject="{name}")).subject) == 200
