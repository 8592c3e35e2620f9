"""The stock at the desk: what can be sold, what waits for orders, and counts that happen once."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from storefront.catalog.product import Product
from storefront.catalog.stock import StockMovement, disagreements
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.orders.order import Order, OrderState
from storefront.orders.promised import promised, waiting_for
from storefront.orders.shipment import Shipment, ShipmentLine
from storefront.reports import stock as counts
from storefront.staff.roles import Role
from tests.support.desk import NAME, Desk, hire
from tests.support.letters import japanese_left
from tests.support.orders import behind_the_counter, cash_on_delivery, declined, paid, placed
from tests.support.statements import rows, statements
from tests.support.till import at_the_desk, money_lines, order_of

SKU = "SLEEP-30"
PAGE = f"/staff/stock/{SKU}"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    """A member at work in a shop with three orders of two pieces each, one of them sent; 20 are left."""
    two = ((SKU, 2), ("GLASS-MUG", 1))
    sent = placed(app, paid, now, bought=two).number
    for make in (declined, cash_on_delivery):
        placed(app, make, now, bought=two)
    with behind_the_counter(app):
        order_of(sent).state = OrderState.FULFILLED
        variant = db.session.scalars(select(Variant).where(Variant.sku == SKU)).one()
        db.session.add(
            StockMovement(variant_id=variant.id, delta=20 - variant.stock, reason="counted", reference="count:here", made_at=now)
        )  # fmt: skip
        variant.stock = 20
    return at_the_desk(app, now)


def stock_of(app: Flask) -> tuple[int, int]:
    """What can be sold and what should lie on the shelf; counter and ledger agree."""
    with app.app_context():
        assert disagreements() == []
        found = counts.stock_of(SKU)
        assert found is not None
        return found.free, found.on_hand


def newest(app: Flask) -> tuple[int, str, str, str]:
    with app.app_context():
        line = db.session.scalars(select(StockMovement).order_by(StockMovement.id.desc())).first()
        assert line is not None
        return line.delta, line.reason, line.made_by, line.note


def count(desk: Desk, **fields: object) -> int:
    return desk.post(PAGE, **{"way": "count", "reason": "counted", **fields}).status_code


def test_unsent_orders_wait_on_the_shelf(app: Flask, desk: Desk) -> None:
    assert stock_of(app) == (20, 24)
    words = desk.see(PAGE)
    assert "まだ送っていない注文の4点も棚に並んでいます" in words
    assert "待っている注文： 10002 （2点） 、 10003 （2点）" in words


def test_what_is_counted_holds_what_orders_wait_for(app: Flask, desk: Desk) -> None:
    desk.get(PAGE)
    assert count(desk, counted="２３点", note="棚の奥") == 303
    assert stock_of(app) == (19, 23)
    assert newest(app) == (-1, "counted", NAME, "棚の奥")
    after = {"free": 19, "on_hand": 23, "reason": "counted", "note": "棚の奥"}
    assert money_lines(app) == [("stock.counted", f"sku:{SKU}", after)]


def test_a_count_that_finds_nothing_new_is_written_down(app: Flask, desk: Desk) -> None:
    desk.get(PAGE)
    assert desk.post(PAGE, way="count", counted="24", reason="counted").location.endswith(
        "told=counted_same"
    )
    assert stock_of(app) == (20, 24)
    assert newest(app)[:2] == (0, "counted")


@pytest.mark.parametrize(
    ("reason", "typed", "free"),
    [("received", "30", 50), ("damaged", "３", 17), ("lost", "-2", 18), ("sample", "−1", 19), ("corrected", "-4", 16), ("found", "+1", 21)],
)  # fmt: skip
def test_what_came_or_went_is_booked_with_its_reason(
    app: Flask, desk: Desk, reason: str, typed: str, free: int
) -> None:
    desk.get(PAGE)
    assert desk.post(PAGE, way="adjust", pieces=typed, reason=reason).status_code == 303
    assert stock_of(app) == (free, free + 4)
    assert newest(app) == (free - 20, reason, NAME, "")


def test_a_double_click_counts_once(app: Flask, desk: Desk) -> None:
    desk.get(PAGE)
    form = desk.page
    desk.post(PAGE, way="adjust", pieces="5", reason="received")
    desk.page = form
    again = desk.post(PAGE, way="adjust", pieces="5", reason="received")
    assert again.location.endswith("told=counted_before")
    assert stock_of(app) == (25, 29)
    assert len(money_lines(app)) == 1


def test_a_sale_meanwhile_leaves_the_shelf_as_it_was(app: Flask, desk: Desk, now: datetime) -> None:
    desk.get(PAGE)
    placed(app, paid, now, bought=((SKU, 3),))
    assert count(desk, counted="24") == 303
    assert stock_of(app) == (17, 24)


def test_a_parcel_that_left_meanwhile_asks_again_with_both(app: Flask, desk: Desk) -> None:
    desk.get(PAGE)
    with behind_the_counter(app):
        db.session.execute(
            update(Order).where(Order.number == "10003").values(state=OrderState.FULFILLED)
        )
    before = rows(app)
    assert count(desk, counted="24", note="朝の数") == 409
    assert rows(app) == before
    words = desk.page.get_text()
    assert "開いたとき：24点" in words
    assert "いま：22点（うち注文分2点）" in words
    assert "あなたが数えた数：24" in words
    assert desk.page.select_one("#counted")["value"] == "24"
    assert desk.page.select_one("#count-note")["value"] == "朝の数"
    assert count(desk, counted="22", note="朝の数") == 303
    assert stock_of(app) == (20, 22)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"counted": ""}, "counted"),
        ({"counted": "-1"}, "counted"),
        ({"counted": "9999999"}, "counted"),
        ({"counted": "3"}, "counted"),
        ({"counted": "20", "reason": "received"}, "count-reason"),
        ({"counted": "20", "reason": "ordered"}, "count-reason"),
        ({"counted": "24", "note": "x" * 161}, "count-note"),
        ({"way": "adjust", "pieces": "0", "reason": "found"}, "pieces"),
        ({"way": "adjust", "pieces": "21", "reason": "lost"}, "pieces"),
        ({"way": "adjust", "pieces": "-1", "reason": "received"}, "adjust-reason"),
        ({"way": "adjust", "pieces": "5", "reason": ""}, "adjust-reason"),
        ({"way": "adjust", "pieces": "999999", "reason": "found"}, "pieces"),
    ],
)
def test_what_cannot_be_is_refused_and_kept_as_typed(
    app: Flask, desk: Desk, fields: dict[str, str], field: str
) -> None:
    desk.get(PAGE)
    before = rows(app)
    assert count(desk, **fields) == 422
    assert list(desk.errors()) == [field]
    assert desk.page.select_one(f"#{field}") is not None
    assert rows(app) == before
    assert stock_of(app) == (20, 24)


def test_the_ledger_runs_back_to_the_beginning(app: Flask, desk: Desk) -> None:
    with app.app_context():
        one = counts.stock_of(SKU)
        assert one is not None
        whole = counts.ledger(one)
        assert whole.before == 0
        assert whole.lines[-1].balance == whole.lines[-1].delta
        first = counts.ledger(one, most=2)
        second = counts.ledger(one, first.before, most=2)
        assert [*first.lines, *second.lines] == list(whole.lines[:4])
    with statements(app) as sent:
        words = desk.see(PAGE)
    assert len(sent) <= 7
    assert "注文が入った ： 10003" in words
    assert desk.page.select_one(".stock-ledger a[href='/staff/orders/10003']") is not None


def test_the_list_is_narrowed_sorted_and_paged(app: Flask, desk: Desk) -> None:
    with behind_the_counter(app):
        db.session.execute(update(Variant).values(stock=9))
        db.session.execute(update(Variant).where(Variant.sku == "HONEY-180").values(stock=0))
        db.session.execute(update(Variant).where(Variant.sku == SKU).values(stock=4))

    def skus(path: str) -> list[str]:
        desk.get(f"/staff/stock{path}")
        return [one.get_text() for one in desk.page.select("a.stock-table__sku")]

    with statements(app) as sent:
        assert skus("")[:2] == ["HONEY-180", SKU]
    assert len(sent) <= 5
    assert skus("?level=none") == ["HONEY-180"]
    assert skus("?level=few") == [SKU]
    assert skus("?level=low&category=honey-and-sweets") == ["HONEY-180"]
    assert skus("?q=honey-3") == ["HONEY-360"]
    assert skus("?q=はちみつ&level=none&order=sku") == ["HONEY-180"]
    assert skus("?q=%25&level=odd&order=odd&after=9") == []
    for order in counts.Sorting:
        with app.app_context():
            whole = counts.listed(counts.Asked(order=order), 500).rows
            seen, after = [], ""
            while True:
                page = counts.listed(counts.Asked(order=order, after=after), 30)
                seen += page.rows
                after = page.after
                if not after:
                    break
            assert seen == list(whole)


def test_who_may_only_look_finds_no_form(app: Flask, now: datetime) -> None:
    hire(app, now, "mite@happa.example", Role.VIEWER)
    desk = Desk(app)
    desk.sign_in("mite@happa.example")
    desk.get(PAGE)
    assert desk.page.select("main form") == []
    assert desk.post(PAGE, way="count", counted="1").status_code == 403


@pytest.mark.parametrize("sku", ["NOTHING", "sleep-30%00", "'", "x" * 300])
def test_a_sku_that_there_is_not_has_no_page(app: Flask, desk: Desk, sku: str) -> None:
    assert desk.get(f"/staff/stock/{sku}").status_code in {400, 404}


def test_refunded_and_made_up_orders_hold_nothing(app: Flask, desk: Desk) -> None:
    with behind_the_counter(app):
        one = db.session.scalars(select(Variant).where(Variant.sku == SKU)).one()
        assert promised([one.id]) == {one.id: 4}
        assert [(order.number, order.pieces) for order in waiting_for(one.id, 1)] == [("10002", 2)]
        db.session.execute(update(Order).values(simulated=True))
        assert promised([one.id]) == {}


def test_what_left_in_a_part_is_on_the_shelf_no_more(app: Flask, desk: Desk, now: datetime) -> None:
    with behind_the_counter(app):
        order = order_of("10003")
        line = next(line for line in order.lines if line.sku == SKU)
        part = ShipmentLine(order_line_id=line.id, quantity=1)
        db.session.add(Shipment(order_id=order.id, number=1, sent_at=now, lines=[part]))
    assert stock_of(app) == (20, 23)
    assert "10003 （1点）" in desk.see(PAGE)


def test_the_words_of_lists_follow(app: Flask, desk: Desk) -> None:
    with behind_the_counter(app):
        db.session.execute(update(Variant).where(Variant.sku.like("HONEY-%")).values(stock=0))
        db.session.execute(update(Product).values(in_stock=False))
    desk.get("/staff/stock/HONEY-180")
    desk.post("/staff/stock/HONEY-180", way="adjust", pieces="5", reason="received")
    with app.app_context():
        found = db.session.scalars(select(Product).where(Product.slug == "acacia-honey")).one()
        assert found.in_stock
        assert (found.price_from, found.price_to, found.variant_count) == (1400, 3900, 3)


def test_an_english_member_reads_english(app: Flask, now: datetime) -> None:
    desk = at_the_desk(app, now, locale="en")
    for path in ("/staff/stock", "/staff/stock?q=zzz", PAGE, f"{PAGE}?told=counted"):
        desk.get(path)
        assert japanese_left(desk.page) == [NAME], path
