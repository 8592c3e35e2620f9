"""Writing offers at the desk: saved, asked about, published, stopped, deleted; each with its one line in the audit."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from seeds.offers import load, read
from seeds.run import FOLDER
from storefront.extensions import db
from storefront.offers.kinds import Audience, Kind, Placement
from storefront.offers.offer import Offer
from storefront.offers.written import WrittenGood
from storefront.staff.audit import AuditEntry
from tests.staff.offer_desk import LIST, NEW, SET, kept, page_of, press_on, publish, send
from tests.support.desk import Desk
from tests.support.orders import behind_the_counter
from tests.support.statements import rows, statements
from tests.support.till import at_the_desk, money_lines

PAGE = page_of("three-mint")


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def acts(app: Flask) -> list[tuple[str, str]]:
    return [(act, subject) for act, subject, _ in money_lines(app)]


def last(app: Flask) -> tuple[object, object]:
    with app.app_context():
        line = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert line is not None
        return line.before, line.after


def test_the_list_says_what_is_on_in_a_handful_of_statements(
    app: Flask, desk: Desk, now: datetime
) -> None:
    assert "まだ何も書かれていません" in desk.see(LIST)
    with behind_the_counter(app):
        load(FOLDER / "offers", now)
    desk.see(LIST)
    before = rows(app)
    with statements(app) as sent:
        words = desk.see(LIST)
    assert len(sent) <= 10
    assert rows(app) == before
    assert len(desk.page.select(".case")) == len(read(FOLDER / "offers")) == 21
    assert "三袋まとめて まとめ買い・カートに入れた直後、カートの各品の下 three-pouches" in words
    assert "2点で4%、4点で8%" in words


def test_a_draft_is_kept_as_it_was_typed_and_shown_to_nobody(
    app: Flask, desk: Desk, now: datetime
) -> None:
    answer = send(
        desk, NEW, "save",
        **{"starts": "2026-12-01", "ends": "2026/12/24 １８:３０", "goods-from": "¥3,000", "goods-to": "", "audience": "new"},
    )  # fmt: skip
    assert answer.location == f"{PAGE}?told=offer_saved"
    state, written = kept(app) or ("", None)
    assert written is not None
    assert (state, written.kind, written.audience) == ("draft", Kind.SET_OF_N, Audience.NEW)
    assert written.placements == {Placement.CART_LINE, Placement.DIALOG}
    assert written.goods == (WrittenGood("SLEEP-90", 3),)
    assert (written.percent_off, written.goods_from, written.goods_to) == (10, 3000, None)
    assert written.starts_at == datetime(2026, 11, 30, 15, 0, tzinfo=UTC), "midnight in Japan"
    assert written.ends_at == datetime(2026, 12, 24, 9, 30, tzinfo=UTC)
    desk.get(f"{PAGE}?told=offer_saved")
    value = desk.page.select_one("#ends")
    assert value is not None
    assert value["value"] == "2026-12-24 18:30"
    assert acts(app) == [("offer.written", "offer:three-mint")]
    before, after = last(app)
    assert before is None
    assert isinstance(after, dict)
    assert (after["goods"], after["starts_at"]) == (["SLEEP-90 3"], "2026-11-30T15:00:00+00:00")


def test_an_unfinished_draft_is_kept_too(app: Flask, desk: Desk) -> None:
    empty = {name: "" for name in SET if name not in {"code", "kind"}}
    assert send(desk, NEW, "save", **empty).location == f"{PAGE}?told=offer_saved"
    assert (kept(app) or ("",))[0] == "draft"
    assert "商品を一つ以上書いてください" in desk.see(PAGE)


def test_publishing_asks_first_and_is_done_once(app: Flask, desk: Desk) -> None:
    assert send(desk, NEW, "publish").status_code == 200
    words = desk.page.get_text(" ", strip=True)
    assert "「三袋まとめて」を公開します" in words
    assert "10%引き" in words
    assert "断った方にも同じです" in words
    assert kept(app) is None
    assert acts(app) == []
    question = desk.page
    assert press_on(desk, NEW, "do").location == f"{PAGE}?told=offer_published"
    assert (kept(app) or ("",))[0] == "published"
    desk.page = question
    assert press_on(desk, NEW, "do").status_code == 422, "pressed twice"
    assert "このコードのおすすめは、もうあります" in desk.errors()["code"]
    assert acts(app) == [("offer.published", "offer:three-mint")]


def test_the_question_gives_the_form_back(app: Flask, desk: Desk) -> None:
    send(desk, NEW, "publish")
    assert press_on(desk, NEW, "change").status_code == 200
    title = desk.page.select_one("#title-en")
    assert title is not None
    assert title["value"] == "Three at once"
    assert kept(app) is None


def test_what_is_published_is_changed_only_by_publishing(app: Flask, desk: Desk) -> None:
    publish(desk)
    assert send(desk, PAGE, "save", percent="8").status_code == 200, "asks, as publishing does"
    assert (kept(app) or ("", None))[1].percent_off == 10  # type: ignore[union-attr]
    assert press_on(desk, PAGE, "do").location == f"{PAGE}?told=offer_published"
    assert (kept(app) or ("", None))[1].percent_off == 8  # type: ignore[union-attr]
    before, after = last(app)
    assert before == {"percent_off": 10, "state": "published"}
    assert after == {"percent_off": 8, "state": "published"}
    desk.get(PAGE)
    assert publish(desk, PAGE, percent="8").location == f"{PAGE}?told=same"
    assert len(acts(app)) == 2


def test_it_is_stopped_with_a_reason_and_published_again(app: Flask, desk: Desk) -> None:
    publish(desk)
    stop = f"{PAGE}/stop"
    desk.get(stop)
    question = desk.page
    assert desk.post(stop, reason=" ").status_code == 422
    assert desk.errors() == {"reason": "理由を書いてください。"}
    assert desk.post(stop, reason="長" * 41).status_code == 422
    assert (kept(app) or ("",))[0] == "published"
    desk.page = question
    assert desk.post(stop, reason="季節が終わった").location == f"{PAGE}?told=offer_stopped"
    assert last(app) == (
        {"state": "published"},
        {"state": "stopped", "because": "季節が終わった"},
    )
    desk.page = question
    assert desk.post(stop, reason="もう一度").location == f"{PAGE}?told=same"
    assert "季節が終わった" in desk.see(LIST)
    assert desk.get(f"{PAGE}/delete").location == f"{PAGE}?told=not_deletable"
    assert publish(desk, PAGE).location == f"{PAGE}?told=offer_published"
    assert [act for act, _ in acts(app)] == ["offer.published", "offer.stopped", "offer.published"]


def test_a_draft_is_deleted_a_published_one_never(app: Flask, desk: Desk) -> None:
    send(desk, NEW, "save")
    desk.get(f"{PAGE}/delete")
    question = desk.page
    assert desk.post(f"{PAGE}/delete").location == f"{LIST}?told=offer_deleted"
    assert kept(app) is None
    assert acts(app) == [
        ("offer.written", "offer:three-mint"),
        ("offer.deleted", "offer:three-mint"),
    ]
    desk.page = question
    assert desk.post(f"{PAGE}/delete").status_code == 404
    publish(desk)
    desk.page = question
    assert desk.post(f"{PAGE}/delete").location == f"{PAGE}?told=not_deletable"
    assert (kept(app) or ("",))[0] == "published"


def test_of_two_who_write_at_once_the_second_sees_both(app: Flask, desk: Desk) -> None:
    send(desk, NEW, "save")
    desk.get(PAGE)
    form = desk.page
    assert (
        desk.post(PAGE, **{**SET, "title-ja": "一人めの見出し", "press": "save"}).status_code == 303
    )
    desk.page = form
    answer = desk.post(
        PAGE, **{**SET, "title-ja": "二人めの見出し", "percent": "5", "press": "save"}
    )
    assert answer.status_code == 409
    told = [row.get_text(" ", strip=True) for row in desk.page.select(".crossed__row")]
    assert told == [
        "見出し いま 一人めの見出し / Three at once あなた 二人めの見出し / Three at once",
        "値引き（%） いま 10 あなた 5",
    ]
    assert (kept(app) or ("", None))[1].title["ja"] == "一人めの見出し"  # type: ignore[union-attr]
    assert len(acts(app)) == 2
    title = desk.page.select_one("#title-ja")
    assert title is not None
    assert title["value"] == "二人めの見出し", "nothing that was typed is lost"
    again = desk.post(PAGE, **{**SET, "title-ja": "二人めの見出し", "press": "save"})
    assert again.location == f"{PAGE}?told=offer_saved"
    assert (kept(app) or ("", None))[1].title["ja"] == "二人めの見出し"  # type: ignore[union-attr]


def test_one_that_stopped_meanwhile_is_not_published_over(app: Flask, desk: Desk) -> None:
    publish(desk)
    send(desk, PAGE, "publish", percent="9")
    with behind_the_counter(app):
        db.session.execute(update(Offer).values(state="stopped", version=Offer.version + 1))
    assert press_on(desk, PAGE, "do").status_code == 409
    assert (kept(app) or ("",))[0] == "stopped"
    assert len(acts(app)) == 1
