"""A note on an order as staff type it, judged at its field."""

import secrets
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from storefront.orders.note import LONGEST, tidied


@dataclass(frozen=True)
class NoteForm:
    """A note as it is typed. `key` tells one press of the button from the next."""

    key: str
    text: str = ""
    for_packers: bool = False
    fault: str = ""


def new_form() -> NoteForm:
    """An empty one."""
    return NoteForm(secrets.token_hex(12))


def typed_note() -> NoteForm:
    """What was typed, with what is wrong with it."""
    text = request.form.get("note", "")
    key, packers = request.form.get("key", "")[:40], "for_packers" in request.form
    fault, long = "", len(tidied(text))
    if not long:
        fault = _("メモを入力してください")
    elif long > LONGEST:
        fault = _(
            "メモは%(most)s文字までにしてください（いま%(long)s文字）", most=LONGEST, long=long
        )
    return NoteForm(key or secrets.token_hex(12), text, packers, fault)
