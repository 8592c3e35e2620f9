"""What goes out comes in again and changes nothing, whatever texts the shop has."""

from io import BytesIO

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.files.going_through import go_through
from storefront.files.products import Products
from storefront.files.relations import Relations
from storefront.files.sheet import Sheet
from storefront.files.skus import Skus
from storefront.files.stocks import Stocks
from storefront.spreadsheet.writing import lines
from tests.support.statements import statements

SHEETS = [Products, Skus, Stocks, Relations]
STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
AWKWARD = st.sampled_from(
    ['"', '""', "'=1+1", "=HYPERLINK(\"x\")", "+81", "-1", "@a", "\t", "\r\n", "\n", "\r", ",", "＝1", "👩‍👩‍👧", " ", "'"]
)  # fmt: skip
TEXTS = st.lists(STORABLE | AWKWARD, max_size=4).map("".join)


def file_of(sheet: Sheet) -> bytes:
    return b"".join(lines(sheet.columns, sheet.out()))


@pytest.mark.parametrize("make", SHEETS)
def test_what_goes_out_changes_nothing_coming_in(shop: Flask, make: type[Sheet]) -> None:
    sent = file_of(make())
    plan = go_through(make(), BytesIO(sent))
    assert plan.refusals == []
    assert plan.counts == {"new": 0, "changed": 0, "same": plan.lines, "refused": 0}
    assert plan.lines == (95 if make in {Skus, Stocks} else 34)
    assert sent.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("make", SHEETS)
def test_a_file_costs_as_many_statements_as_it_has_blocks(shop: Flask, make: type[Sheet]) -> None:
    sent = BytesIO(file_of(make()))
    with statements(shop) as asked:
        go_through(make(), sent)
    assert len(asked) <= 4


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ja=TEXTS, en=TEXTS, word=TEXTS)
def test_any_text_comes_back_as_it_went(shop: Flask, ja: str, en: str, word: str) -> None:
    both = {"ja": ja, "en": en}
    of_product = {"name": both, "lead": both, "kana": word[:120], "keywords": [word, ja]}
    db.session.execute(update(Product).where(Product.id == 1).values(**of_product))
    of_sku = {"label": both, "benefit": both, "adds": both}
    db.session.execute(update(Variant).where(Variant.id == 1).values(**of_sku))
    db.session.commit()
    for make in (Products, Skus, Stocks):
        first = next(iter(make().out()))
        plan = go_through(make(), BytesIO(b"".join(lines(make.columns, [first]))))
        assert plan.counts == {"new": 0, "changed": 0, "same": 1, "refused": 0}, plan.refusals


@given(text=TEXTS)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    sent = b"".join(lines(["a"], [[text]])).decode("utf-8-sig")
    cell = sent.removeprefix("a\r\n").removeprefix('"')
    assert not cell.startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))
