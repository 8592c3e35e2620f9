"""What may be posted to a cart: a SKU and a number. Any other field, a price above all, is not looked at.

CSRF is checked for the whole app, so the forms do without their own.
"""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form, StringField
from wtforms.widgets import TextInput

from storefront.catalog.variant import MOST_PER_LINE

DIGITS = re.compile(r"[0-9０-９]{1,9}")
STEPS = {"-1": -1, "1": 1, "+1": 1}


def not_a_quantity() -> str:
    """What a quantity has to be, in words."""
    return str(_("数量は1から%(most)sまでの数字で入力してください", most=MOST_PER_LINE))


class QuantityField(Field):
    """A whole number from `least` to the most of a line, in digits of any width; what was typed stays in `typed`."""

    widget = TextInput()
    data: int | None

    def __init__(self, least: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least = least
        self.typed = ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed. Raises ValueError, in words, for anything else than such a number."""
        self.data = None
        self.typed = valuelist[0].strip() if valuelist else ""
        number = int(self.typed) if DIGITS.fullmatch(self.typed) else -1
        if not self.least <= number <= MOST_PER_LINE:
            raise ValueError(not_a_quantity())
        self.data = number

    @property
    def number_typed(self) -> str:
        """What was typed as far as a number field can show it again: "" for words."""
        return self.typed if re.fullmatch(r"-?[0-9]{1,12}", self.typed) else ""


class StepField(Field):
    """The − or + button of a line: -1, 1, or None when another button was pressed."""

    widget = TextInput()
    data: int | None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the button. Raises ValueError for a step that no button makes."""
        self.data = STEPS.get(valuelist[0]) if valuelist else None
        if valuelist and self.data is None:
            raise ValueError(not_a_quantity())


class WordedForm(Form):
    """A form whose first complaint can be told in one place."""

    @property
    def words(self) -> str:
        """What is wrong, in words; "" while nothing is."""
        return next((str(field.errors[0]) for field in self if field.errors), "")


class AddForm(WordedForm):
    """A variant to put in the cart."""

    sku = StringField()
    quantity = QuantityField(least=1)


class ChangeForm(WordedForm):
    """How many of a line are wanted from now on; 0 removes it, a step counts from the number beside it."""

    quantity = QuantityField(least=0)
    step = StepField()

    @property
    def wanted(self) -> int:
        """The number asked for. The − at 1 stays at 1: removing is a button of its own."""
        number = self.quantity.data or 0
        if self.step.data is None:
            return number
        return min(max(1, number + self.step.data), MOST_PER_LINE)
