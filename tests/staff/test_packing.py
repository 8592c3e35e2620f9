"""From paid to sent in one go: what is ready, its papers, the carrier's file, and the numbers that come back."""

import csv
from datetime import datetime
from io import BytesIO, StringIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update

from storefront.extensions import db
from storefront.orders.order import OrderContact
from storefront.orders.shipment import Shipment
from storefront.payments.calling_off import call_off
from storefront.staff.audit import Act, AuditEntry
from tests.support.desk import PASSWORD, Desk
from tests.support.orders import behind_the_counter, cash_on_delivery, declined, paid, placed
from tests.support.statements import statements
from tests.support.till import at_the_desk, later, order_of

HEAD = "お客様管理番号,何か,伝票番号\r\n"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    """Three orders ready to be packed, the second to be paid at the door; a fourth waits for its money."""
    for make in (paid, cash_on_delivery, paid, declined):
        placed(app, make, now)
    return at_the_desk(app, now)


def states(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {number: order_of(number).state for number in ("10001", "10002", "10003")}


def raw(desk: Desk, path: str) -> bytes:
    return desk.client.get(path, base_url=desk.site).data


def upload(desk: Desk, content: bytes, **more: object) -> list[str]:
    desk.get("/staff/packing/tracking")
    desk.post("/staff/packing/tracking", file=(BytesIO(content), "numbers.csv"), **more)
    return [
        item.get_text(" ", strip=True).partition("行目")[2]
        for item in desk.page.select(".pack-plan li")
    ]


def test_what_is_ready_is_shown_and_nothing_else(app: Flask, desk: Desk) -> None:
    with statements(app) as sent:
        desk.get("/staff/packing")
    assert len(sent) <= 12
    boxes = [box["value"] for box in desk.page.select(".pack input[name=order]")]
    assert boxes == ["10001", "10002", "10003"]
    assert "代金引換 ¥" in desk.page.get_text()
    desk.get("/staff/packing?orders=10003,10004,77777,x")
    assert [box["value"] for box in desk.page.select(".pack input[name=order]")] == ["10003"]


def test_the_picking_list_adds_up_and_names_the_totes(app: Flask, desk: Desk) -> None:
    with statements(app) as sent:
        desk.get("/staff/packing/picking?order=10001&order=10003")
    assert sum(one.startswith("SELECT product.") for one in sent) == 0  # of each of the goods
    rows = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in desk.page.select(".pick tbody tr")
    ]
    assert [(row[0], row[1].split()[-1], *row[2:]) for row in rows[:2]] == [
        ("A-01", "おやすみブレンド・30包SLEEP-30", "2", "1、2"),
        ("C-01", "耐熱ガラスのマグ・マグGLASS-MUG", "4", "1（2）、2（2）"),
    ]
    heads = [head.get_text(strip=True) for head in desk.page.select_one(".pick thead").select("th")]  # type: ignore[union-attr]
    assert heads == ["棚", "品名", "点数", "入れるかご（点数）"]
    assert [row[1] for row in rows[2:]] == ["10001-1", "10003-1"]


def test_the_papers_are_printed_in_the_same_order_one_page_each(app: Flask, desk: Desk) -> None:
    slips = PdfReader(BytesIO(raw(desk, "/staff/packing/slips.pdf")))
    assert len(slips.pages) == 3
    first = slips.pages[0].extract_text()
    for words in ("納品書", "10001-1", "若葉 みのり 様", "渋谷区神南1-2-3", "SLEEP-30"):
        assert words in first
    assert "¥" not in first and "10002-1" in slips.pages[1].extract_text()
    picking = PdfReader(BytesIO(raw(desk, "/staff/packing/picking.pdf")))
    assert len(picking.pages) == 1
    assert "GLASS-MUG" in picking.pages[0].extract_text()
    text = desk.see("/staff/packing/slips?prices=1")
    assert "¥1,540" in text and len(desk.page.select(".slip")) == 3
    assert len(desk.get("/staff/packing/labels").text.split("labels__one")) == 4
    (labels,) = PdfReader(BytesIO(raw(desk, "/staff/packing/labels.pdf"))).pages
    said = labels.extract_text()
    assert said.index("10001-1") < said.index("10002-1") < said.index("10003-1")
    assert said.count("若葉 みのり") == 3 and said.count("代金引換") == 1


def test_the_carriers_file_has_a_row_for_each_parcel_and_says_what_it_cannot_write(
    app: Flask, desk: Desk
) -> None:
    with behind_the_counter(app):
        db.session.execute(
            update(OrderContact).where(OrderContact.order_id == 3).values(name="𠮷野 〜子")
        )
    desk.get("/staff/packing/carrier")
    fields = {"orders": "10001,10002,10003", "encoding": "shift_jis"}
    assert desk.post("/staff/packing/carrier", **fields).status_code == 422
    assert "10003-1・お届け先名：𠮷" in desk.page.get_text()
    hidden = {str(i["name"]): str(i["value"]) for i in desk.page.select(".form input[type=hidden]")}
    sent = {**hidden, **fields}
    answer = desk.client.post("/staff/packing/carrier", base_url=desk.site, data=sent)
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    rows = list(csv.DictReader(StringIO(answer.data.decode("cp932"))))
    assert [row["お客様管理番号"] for row in rows] == ["10001-1", "10002-1", "10003-1"]
    assert [row["送り状種類"] for row in rows] == ["0", "2", "0"]
    assert (rows[0]["配達時間帯"], rows[0]["お届け先住所"]) == ("1416", "東京都渋谷区神南1-2-3")
    assert rows[1]["コレクト代金引換額（税込)"] == str(_total(app, "10002"))
    assert rows[2]["お届け先名"] == "〓野 ～子"
    with app.app_context():
        (entry,) = db.session.scalars(
            select(AuditEntry).where(AuditEntry.act == "parcels.exported")
        )
        assert entry.after == {"parcels": 3, "orders": 3, "encoding": "shift_jis"}


def test_the_password_comes_before_the_carriers_file_and_leads_back_to_the_same_orders(
    app: Flask, desk: Desk, now: datetime
) -> None:
    later(app, now)
    many = "&".join(f"order={10001 + place * 2}" for place in range(200))
    where = str(desk.get(f"/staff/packing/carrier?{many}").location)
    assert where.startswith("/staff/confirm?next=")
    desk.get(where)
    back = str(desk.post("/staff/confirm", password=PASSWORD).location)
    desk.get(back)
    assert desk.page.select_one("input[name=orders]")["value"] == "10001,10003"  # type: ignore[index]


def _total(app: Flask, number: str) -> int:
    with app.app_context():
        return order_of(number).total


@pytest.mark.parametrize("codec", ["utf-8-sig", "cp932"])
def test_numbers_come_in_as_they_were_shown_and_again_without_harm(
    app: Flask, desk: Desk, codec: str
) -> None:
    file = (HEAD + "10001-1,x,491234567890\r\n10002-1,x,4912-3456-7901\r\n").encode(codec)
    assert all("発送済みにします" in words for words in upload(desk, file))
    assert set(states(app).values()) == {"placed"}
    assert desk.post("/staff/packing/tracking/now").location.endswith("?told=sent_many")
    assert states(app) == {"10001": "fulfilled", "10002": "fulfilled", "10003": "placed"}
    assert all("何もしません" in words for words in upload(desk, file))
    assert not desk.page.select("form[action$='/now']")
    with app.app_context():
        gone = db.session.scalars(select(Shipment).order_by(Shipment.id)).all()
        assert [one.tracking for one in gone] == ["491234567890", "4912-3456-7901"]
        lines = select(AuditEntry).where(AuditEntry.act == Act.SENT_OFF).order_by(AuditEntry.id)
        told = [one.after for one in db.session.scalars(lines)]
        assert [one and one["tracking"] for one in told] == [["491234567890"], ["4912-3456-7901"]]
        assert {one and one["state"] for one in told} == {"fulfilled"}


def test_a_number_another_parcel_has_is_refused_however_it_is_written(
    app: Flask, desk: Desk
) -> None:
    desk.get("/staff/orders/10001/sent")
    desk.post("/staff/orders/10001/sent", **{"tracking-0": "4912-3456-7890"})
    for written in ("491234567890", "4912 3456 7890", "4912-3456-7890"):
        said = upload(desk, (HEAD + f"10003-1,x,{written}\r\n").encode())
        assert "ほかの荷物に使われています" in said[0], written


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("77777-1,x,491234567890", "この番号の注文はありません"),
        ("10004-1,x,491234567890", "入金待ちの注文です"),
        ("10001-1,x,49123", "運送会社の番号の形ではありません"),
        ("10001-1,x,", "伝票番号がありません"),
        ("10001-2,x,491234567890", "送るものは残っていません"),
        ("10001-1,x,491234567890\r\n10001-1,x,491234567901", "同じ荷物の行がほかにもあります"),
        ("10001-1,x,491234567890\r\n10003-1,x,491234567890", "同じ伝票番号の行がほかにもあります"),
        ('10001-1,x,"491234567890', "引用符"),
    ],
)
def test_what_cannot_be_is_refused_by_its_line(app: Flask, desk: Desk, line: str, why: str) -> None:
    said = upload(desk, (HEAD + line + "\r\n").encode())
    assert said and why in said[-1]
    assert not desk.page.select("form[action$='/now']")
    assert set(states(app).values()) == {"placed"}


def test_a_file_in_no_encoding_or_without_the_columns_changes_nothing(
    app: Flask, desk: Desk
) -> None:
    assert "Shift_JISでもありません" in upload(desk, b"\xff\xfe\x00\x81")[0]
    assert "列がありません" in upload(desk, b"a,b\r\n1,2\r\n")[0]
    desk.get("/staff/packing/tracking")
    assert desk.post("/staff/packing/tracking").status_code == 422
    assert set(desk.errors()) == {"file"}


def test_lines_that_were_left_are_told_after_the_rest_is_done(app: Flask, desk: Desk) -> None:
    upload(desk, (HEAD + "10001-1,x,491234567890\r\n77777-1,x,491234567901\r\n").encode())
    assert [head.get_text() for head in desk.page.select(".pack-plan h2")] == [
        "飛ばす行（1）", "そのほかの行（1）",
    ]  # fmt: skip
    where = str(desk.post("/staff/packing/tracking/now").location)
    told = desk.see(where)
    assert "荷物1個を発送済みにし、1行を飛ばしました。" in told
    assert "77777-1 491234567901 3行目・この番号の注文はありません" in told
    assert desk.get("/staff/packing/tracking/1").status_code == 404


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_done(
    app: Flask, desk: Desk, now: datetime
) -> None:
    file = (HEAD + "10001-1,x,491234567890\r\n10003-1,x,491234567901\r\n").encode()
    upload(desk, file)
    page = desk.page
    with behind_the_counter(app):
        call_off(order_of("10003"), "ご依頼", now)
    desk.page = page
    assert desk.post("/staff/packing/tracking/now").status_code == 409
    assert states(app)["10001"] == "placed"
    with behind_the_counter(app):
        order_of("10001").version += 1  # its address was changed, say
    assert desk.post("/staff/packing/tracking/now").status_code == 409, "it goes elsewhere now"
    assert "/staff/packing/tracking/" in str(desk.post("/staff/packing/tracking/now").location)
    assert states(app) == {"10001": "fulfilled", "10002": "placed", "10003": "cancelled"}


def test_a_part_leaves_by_line_and_a_stale_page_is_shown_both_counts(
    app: Flask, desk: Desk, now: datetime
) -> None:
    desk.get("/staff/orders/10001/sent")
    page = desk.page
    assert desk.post("/staff/orders/10001/sent", **{"pieces-1": "0", "pieces-2": "1"}).location == (
        "/staff/orders/10001?told=part_sent"
    )
    assert "注文を取り消す" not in desk.see("/staff/orders/10001")
    desk.get("/staff/orders/10001/call-off")
    assert "told=already_sent" in desk.client.get("/staff/orders/10001/call-off").location
    assert "注文を取り消す" in desk.see("/staff/orders/10003")
    desk.page = page
    answer = desk.post("/staff/orders/10001/sent", **{"pieces-1": "1", "pieces-2": "2"})
    assert answer.status_code == 409 and "入力：2点・いま：1点" in desk.page.get_text()
    assert desk.post("/staff/orders/10001/sent", **{"pieces-2": "9"}).status_code == 422
    desk.get("/staff/orders/10001/sent")
    assert desk.post("/staff/orders/10001/sent").location.endswith("?told=sent_off")
