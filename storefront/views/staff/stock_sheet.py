"""Counting a whole shelf: a sheet to print and write on, and the same as a form that books all counts at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Response, request
from flask_babel import gettext as _

from storefront.catalog import counting
from storefront.catalog.counting import MOST_ON_HAND, Booking
from storefront.catalog.stock import LONGEST_NOTE, StockReason
from storefront.database import again
from storefront.extensions import db
from storefront.jinja import translate
from storefront.reports import stock as counts
from storefront.reports.stock import Asked, Sorting, StockOf
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.stock_form import KEY, new_key, pieces_typed, short_words
from storefront.views.staff.telling import said

ROWS = 100
"""SKUs of one sheet."""


@dataclass
class Sheet:
    """What was typed on a sheet: `counted` by SKU as it was typed, `seen` what the page said lies there."""

    key: str
    note: str = ""
    counted: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, int | None] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    stale: Mapping[str, int | None] = field(default_factory=dict)
    """SKUs whose shelf is not what the page said, with what that was."""


@bp.get("/stock/sheet")
@access(STAFF, Permission.COUNT_STOCK)
def count_sheet() -> Response:
    """The sheet of one category, in the order of its shelf; without one, the question which."""
    return _page(Sheet(new_key()), _category())


@bp.post("/stock/sheet")
@access(STAFF, Permission.COUNT_STOCK)
def count_many() -> Response:
    """Book every number that was typed, all or none."""
    return again(_counted)


def _counted() -> Response:
    sheet, category = _read(), _category()
    typed = {sku: text for sku, text in sheet.counted.items() if text.strip()}
    held = counting.hold(list(typed))
    now_there = counts.stock_among(list(typed))
    ids = [one.variant_id for one in now_there.values()]
    if counting.booked_before(f"count:{sheet.key}", ids):
        db.session.rollback()
        return see_other("staff.count_sheet", category=category, told="counted_before")
    if not typed:
        return see_other("staff.count_sheet", category=category, told="nothing_counted")
    deltas = _judged(sheet, typed, now_there)
    if sheet.stale or sheet.errors:
        db.session.rollback()
        return _page(sheet, category, 409 if sheet.stale else 422, skus=list(typed))
    _book(sheet, deltas, now_there)
    counting.show({held[sku].product_id for sku, delta in deltas.items() if delta})
    db.session.commit()
    return see_other("staff.count_sheet", category=category, told="counted_many")


def _judged(sheet: Sheet, typed: Mapping[str, str], there: Mapping[str, StockOf]) -> dict[str, int]:
    """The differences to book; what is wrong stands in the sheet afterwards."""
    deltas: dict[str, int] = {}
    stale: dict[str, int | None] = {}
    if len(sheet.note) > LONGEST_NOTE:
        sheet.errors["note"] = _("%(most)s文字までで入力してください", most=LONGEST_NOTE)
    for sku, text in typed.items():
        variant, counted = there.get(sku), pieces_typed(text)
        if variant is None:
            sheet.errors[f"counted-{sku}"] = _("%(sku)s：この品はありません", sku=sku)
        elif counted is None or not 0 <= counted <= MOST_ON_HAND:
            sheet.errors[f"counted-{sku}"] = _(
                "%(sku)s：棚にあった数を0以上の数字で入力してください", sku=sku
            )
        elif sheet.seen.get(sku) != variant.on_hand:
            stale[sku] = sheet.seen.get(sku)
        elif counted < variant.promised:
            words = short_words(counted, variant.promised)
            sheet.errors[f"counted-{sku}"] = _("%(sku)s：%(words)s", sku=sku, words=words)
        else:
            deltas[sku] = counted - variant.on_hand
    sheet.stale = stale
    return deltas


def _book(sheet: Sheet, deltas: Mapping[str, int], there: Mapping[str, StockOf]) -> None:
    now, by, note = current.now(), actor(), sheet.note
    lines = [
        Booking(there[sku].variant_id, delta, StockReason.COUNTED, note)
        for sku, delta in sorted(deltas.items())
    ]
    counting.book(lines, f"count:{sheet.key}", by.name, now)
    for sku, delta in sorted(deltas.items()):
        one = there[sku]
        after = {"free": one.free + delta, "on_hand": one.on_hand + delta, "reason": "counted"}
        before = {"free": one.free, "on_hand": one.on_hand}
        write_down(by, Act.STOCK_COUNTED, f"sku:{sku}", now, before, after)


def _read() -> Sheet:
    fields = {name: text[:20] for name, text in request.form.items()}
    counted = {name[8:]: text for name, text in fields.items() if name.startswith("counted-")}
    key = request.form.get("key", "")
    return Sheet(
        key if KEY.fullmatch(key) else new_key(),
        request.form.get("note", "").strip()[:400],
        {sku: counted[sku] for sku in list(counted)[:ROWS]},
        {sku: pieces_typed(fields.get(f"seen-{sku}", "")) for sku in counted},
    )


def _category() -> str:
    return request.values.get("category", "")[:80]


def _page(sheet: Sheet, category: str, status: int = 200, skus: Sequence[str] = ()) -> Response:
    """The sheet; after a refusal the same rows again, whatever was added to the shelf meanwhile."""
    categories = counts.categories()
    name = next((words for slug, words in categories if slug == category), None)
    after = request.args.get("after", "")[:80]
    found = counts.listed(Asked(category=category, order=Sorting.CATEGORY, after=after), ROWS)
    rows = list(found.rows) if name is not None else []
    if missing := set(skus) - {row.sku for row in rows}:
        rows += counts.stock_among(list(missing)).values()
    return own_page(
        "staff/stock_sheet.html",
        status,
        sheet=sheet,
        category=category,
        name=translate(name) if name is not None else "",
        categories=[("", _("選んでください")), *((slug, translate(words)) for slug, words in categories)],
        rows=rows,
        further=url("staff.count_sheet", category=category, after=found.after) if rows and found.after else "",
        now=current.now(),
        said=said(),
    )  # fmt: skip
