"""A SKU as staff type it."""

from storefront.catalog.written import WrittenSku
from storefront.views.staff.goods_typed import Typed, both_typed

SUPPLIED = {"temperature": "ambient", "published": "1"}
"""What stands in an empty form."""
SIDES = ("length", "width", "height")


def read(form: Typed) -> WrittenSku:
    """What was typed, as far as it can be read; the rest is in the form's errors."""
    length, width, height = (form.number(side) for side in SIDES)
    return WrittenSku(
        sku=form.code("sku").upper(),
        label=form.text("label"),
        benefit=form.text("benefit"),
        adds=form.text("adds"),
        tax_class=form.code("tax-class"),
        cost=form.number("cost"),
        unit=form.code("unit"),
        unit_count=form.number("unit-count"),
        weight_grams=form.number("weight-grams"),
        sides=_longest_first(length, width, height),
        temperature=form.code("temperature"),
        published=form.on("published"),
        picture=form.code("picture"),
        shelf=form.code("shelf").upper(),
    )


def typed_of(written: WrittenSku) -> Typed:
    """A SKU as it would be typed."""
    numbers = {
        "cost": written.cost,
        "unit-count": written.unit_count,
        "weight-grams": written.weight_grams,
        **dict(zip(SIDES, written.sides, strict=True)),
    }
    fields = {
        "sku": written.sku,
        "tax-class": written.tax_class,
        "unit": written.unit,
        "temperature": written.temperature,
        "published": "1" if written.published else "",
        "picture": written.picture,
        "shelf": written.shelf,
        **{name: str(number or "") for name, number in numbers.items()},
    }
    for name in ("label", "benefit", "adds"):
        fields |= both_typed(name, getattr(written, name))
    return Typed(fields)


def _longest_first(*sides: int) -> tuple[int, int, int]:
    length, width, height = sorted(sides, reverse=True)
    return length, width, height
