"""Samples: the parts of the sheet on which staff take an order by phone."""

from collections.abc import Callable
from typing import Any

from storefront.checkout.draft import PhoneDraft
from storefront.shipping.prefectures import Prefecture
from storefront.views import current
from storefront.views.checkout_ways import choices_context
from storefront.views.staff.phone_desk import Earlier, FoundGood, GoodsLine, desk_of, pay_ways
from storefront.views.staff.phone_form import PhoneForm
from storefront.views.styleguide import carts
from storefront.views.styleguide.costs import MORNING, TOKYO
from storefront.views.styleguide.sample import Sample, both, fragment, said
from storefront.views.sums import quote_sums

Make = Callable[[], dict[str, Any]]


def samples() -> list[Sample]:
    """Goods found and taken, the buyer's earlier address, ways to send and to pay, what it comes to."""
    found, taken = "staff/_phone_found.html", "staff/_phone_lines.html"
    address, ways = "staff/_phone_address.html", "staff/_phone_ways.html"
    return [
        fragment(found, "some", both("見つかった", "Found"), _found),
        fragment(found, "none", both("見つからない", "Nothing found"), lambda: {**_found(), "results": []}),
        fragment(taken, "some", both("品物がある", "With goods"), _taken),
        fragment(taken, "none", both("まだない", "Empty"), lambda: {**_taken(), "lines": [], "told": ""}),
        fragment("staff/_phone_earlier.html", "known", both("前にも注文のある方", "Somebody who ordered before"), _earlier),
        fragment(address, "found", both("見つかった", "Found"), lambda: {"form": _form({"prefecture": "13"}), "found": "found"}),
        fragment(address, "unknown", both("知らない郵便番号", "An unknown postcode"), lambda: {"form": _form({}), "found": "unknown"}),
        fragment(ways, "tokyo", both("東京", "Tokyo"), _priced(TOKYO)),
        fragment(ways, "empty", both("まだ品物がない", "Without goods"), _priced(None, goods=False)),
        fragment("staff/_phone_pay.html", "tokyo", both("東京", "Tokyo"), _priced(TOKYO)),
        fragment("staff/_phone_sum.html", "tokyo", both("東京", "Tokyo"), _priced(TOKYO)),
        fragment("staff/_phone_sum.html", "empty", both("まだ品物がない", "Without goods"), _priced(None, goods=False)),
    ]  # fmt: skip


def _form(typed: dict[str, str]) -> PhoneForm:
    return PhoneForm(data=typed, locale=current.locale())


def _draft() -> PhoneDraft:
    return PhoneDraft(id=1, member_id=1, cart_id=1, typed={}, created_at=MORNING)


def _found() -> dict[str, Any]:
    tea = FoundGood("SLEEP-30", said("おやすみブレンド 30包", "Sleep Blend, 30 bags"), 1280, 24)
    mug = FoundGood("GLASS-MUG", said("耐熱ガラスのマグ", "Heatproof Glass Mug"), 1540, 0)
    return {"draft": _draft(), "wanted": "s", "results": [tea, mug]}


def _taken() -> dict[str, Any]:
    name, short = (
        said("おやすみブレンド 30包", "Sleep Blend, 30 bags"),
        said("残りは3点です", "3 are left"),
    )
    line = GoodsLine("SLEEP-30", name, 5, 1280, 6400, 3, short)
    told = said("おやすみブレンド 30包を5点入れました", "Put in: Sleep Blend, 30 bags, 5")
    return {"draft": _draft(), "lines": [line], "form": _form({}), "errors": {}, "told": told, "wanted": ""}  # fmt: skip


def _earlier() -> dict[str, Any]:
    where = said("東京都 世田谷区若林1-2-3", "Tokyo 1-2-3 Wakabayashi, Setagaya-ku")
    one = Earlier("10234", MORNING, said("佐藤 みのり", "Minori Sato"), where)
    return {"form": _form({"email": "minori@gmial.com"}), "earlier": [one]}


def _priced(there: Prefecture | None, *, goods: bool = True) -> Make:
    def make() -> dict[str, Any]:
        cart = carts.cart_of(*([carts.tea_line(), carts.mug_line()] if goods else []))
        form = _form({"prefecture": there.code if there else "", "payment_method": "card"})
        desk = desk_of(cart, form)
        rows = quote_sums(desk.quote)
        return {"form": form, "quote": desk.quote, "pay": pay_ways(desk), "summary_rows": rows, **choices_context(desk)}  # fmt: skip

    return make
