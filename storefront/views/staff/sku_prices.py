"""The prices of a SKU: what was charged and why, what is charged, what will be; a new one from now or from a moment to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, request
from flask_babel import gettext as _

from storefront.catalog import price
from storefront.catalog.checks import MOST_YEN
from storefront.catalog.price import Price, PriceTaken
from storefront.catalog.variant import Variant
from storefront.clock import SHOP_ZONE
from storefront.extensions import db
from storefront.jinja import translate, yen
from storefront.money import Yen
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.snapshot import snapshot
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.goods_typed import Typed, sent, visible
from storefront.views.staff.skus import sku_or_404
from storefront.views.staff.sure import Press, Sure, pressed, sure_page
from storefront.views.staff.telling import said
from storefront.views.staff.typed import number_typed

FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%d")
LONGEST_NOTE = 100
FAR = 2
"""So many times dearer or cheaper than now is asked about once more."""


@dataclass(frozen=True)
class PriceRow:
    """One price of the history; `state` is "past", "now" or "coming"."""

    row: Price
    state: str

    @property
    def starts(self) -> str:
        """From when, as it comes back with the form that cancels it."""
        return self.row.starts_at.isoformat()


@dataclass(frozen=True)
class Wanted:
    """A price that somebody typed: yen with tax, from when (None: now), and why."""

    yen: Yen
    starts_at: datetime | None
    why: str


@bp.get("/products/skus/<sku>/prices")
@access(STAFF, Permission.SEE_CATALOGUE)
def sku_prices(sku: str) -> Response:
    """The history, and the form for the next one."""
    return _page(sku_or_404(sku), Typed({}))


@bp.post("/products/skus/<sku>/prices")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def set_sku_price(sku: str) -> Response:
    """Set a price; asked about first where it lies far from the present one or below what the thing costs."""
    row, form = sku_or_404(sku), sent()
    wanted = _read(form, current.now())
    if form.errors:
        return _page(row, form, 422)
    if (shown := number_typed(form.value("shown"))) != row.price:
        return _page(row, form, 409, crossed=(yen(shown or 0), yen(row.price)))
    warnings = _warnings(row, wanted)
    match pressed():
        case Press.CHANGE:
            return _page(row, form)
        case Press.CHECK if warnings:
            return _sure(row, form, wanted, warnings)
    return _set(row, form, wanted)


@bp.post("/products/skus/<sku>/prices/cancel")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def cancel_price(sku: str) -> Response:
    """Take a price back that has not begun."""
    row, now = sku_or_404(sku), current.now()
    starts_at = _stamp(request.form.get("starts", ""))
    taken = price.withdraw(row, starts_at, now) if starts_at else None
    if taken is None:
        return see_other("staff.sku_prices", sku=sku, told="price_begun")
    before = {"price": taken, "from": starts_at.isoformat() if starts_at else ""}
    write_down(actor(), Act.PRICE_WITHDRAWN, f"sku:{sku}", now, before)
    db.session.commit()
    return see_other("staff.sku_prices", sku=sku, told="price_withdrawn")


def _set(row: Variant, form: Typed, wanted: Wanted) -> Response:
    now, sku, before = current.now(), row.sku, {"price": row.price}
    note = f"{actor().name}：{wanted.why}" if wanted.why else actor().name
    try:
        if wanted.starts_at is None:
            changed = price.set_price(row, wanted.yen, now, note)
        else:
            changed = True
            price.schedule_price(row, wanted.yen, wanted.starts_at, now, note)
    except PriceTaken:
        db.session.rollback()
        form.errors["starts"] = _(
            "その時刻からの値段は、もう決まっています。先に取り消してください。"
        )
        return _page(sku_or_404(sku), form, 422)
    if not changed:
        return see_other("staff.sku_prices", sku=sku, told="same")
    begins = {"from": wanted.starts_at.isoformat()} if wanted.starts_at else {}
    after = {"price": wanted.yen, **begins, "why": wanted.why}
    write_down(actor(), Act.PRICE_SET, f"sku:{sku}", now, before, after)
    db.session.commit()
    return see_other("staff.sku_prices", sku=sku, told="price_planned" if begins else "price_set")


def _read(form: Typed, now: datetime) -> Wanted:
    amount, said_moment = form.number("price"), " ".join(form.code("starts").split())
    if "price" not in form.errors and not 1 <= amount <= MOST_YEN:
        form.errors["price"] = _("値段は1円から9,999,999円までで書いてください。")
    starts_at = _moment(said_moment)
    if said_moment and starts_at is None:
        form.errors["starts"] = _("2026-12-01 10:00 のように、ある日時を書いてください。")
    elif starts_at is not None and starts_at <= now:
        form.errors["starts"] = _("これからの日時を書いてください。いまからなら、空にします。")
    why = " ".join(visible(form.value("why")).split())
    if not why:
        form.errors["why"] = _("わけを書いてください。あとから見る人のためです。")
    elif len(why) > LONGEST_NOTE:
        form.errors["why"] = _("%(most)s文字までです。", most=LONGEST_NOTE)
    return Wanted(amount, starts_at, why)


def _moment(typed: str) -> datetime | None:
    """A day begins at midnight, on the shop's clock."""
    plain = " ".join(typed.replace("T", " ").replace("/", "-").split())
    for form in FORMS:
        try:
            found = datetime.strptime(plain, form).replace(tzinfo=SHOP_ZONE)
        except ValueError:
            continue
        return found.astimezone(UTC) if 2000 <= found.year < 2100 else None
    return None


def _stamp(sent: str) -> datetime | None:
    """A moment as a page wrote it."""
    try:
        found = datetime.fromisoformat(sent)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _warnings(row: Variant, wanted: Wanted) -> list[str]:
    found = []
    if wanted.yen >= row.price * FAR or wanted.yen * FAR <= row.price:
        found.append(
            _("いまの%(now)sから大きく変わります。桁をお確かめください。", now=yen(row.price))
        )
    net = (
        wanted.yen * 100 // (100 + snapshot().tariff.percent(row.tax_class))
        if row.tax_class
        else wanted.yen
    )
    if row.cost and net < row.cost:
        found.append(
            _(
                "税を引くと%(net)sで、仕入れ値%(cost)sを下回ります。",
                net=yen(net),
                cost=yen(row.cost),
            )
        )
    return found


def _sure(row: Variant, form: Typed, wanted: Wanted, warnings: Sequence[str]) -> Response:
    hidden = {name: value for name, value in form.fields.items() if name != "press"}
    return sure_page(
        Sure(
            title=_("%(sku)sの値段を%(price)sにします", sku=row.sku, price=yen(wanted.yen)),
            button=_("この値段にする"),
            action=url("staff.set_sku_price", sku=row.sku),
            back=url("staff.sku_prices", sku=row.sku),
            effects=list(warnings),
            facts=[
                (_("始まる日時"), form.value("starts") or str(_("いますぐ"))),
                (_("わけ"), wanted.why),
            ],
            hidden=hidden,
            change=True,
        )
    )


def _page(
    row: Variant, form: Typed, status: int = 200, crossed: tuple[str, str] | None = None
) -> Response:
    """`crossed`: the price that was on the page, and the one that somebody has set since."""
    rows = price.history([row.id])
    charged = next((one for one in rows if one.applied_at is not None), None)
    return own_page(
        "staff/sku_prices.html",
        status,
        row=row,
        product=row.product,
        name=translate(row.product.name) or row.product.slug,
        form=form,
        prices=[PriceRow(one, _state(one, charged)) for one in rows],
        crossed=crossed,
        said=said(),
    )


def _state(row: Price, charged: Price | None) -> str:
    if row.applied_at is None:
        return "coming"
    return "now" if row is charged else "past"
