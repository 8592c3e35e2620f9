"""The address for payment companies' messages: whatever comes, the right answer, and nothing changed that should not be."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments import webhook
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.payment import Payment
from tests.support.books import let_work
from tests.support.orders import behind_the_counter, place
from tests.support.probe import Probe, probe_in
from tests.support.statements import rows, statements
from tests.support.threads import at_once
from tests.webhooks.sender import kept, message, send, signed


@pytest.fixture
def probe(app: Flask) -> Probe:
    return probe_in(app)


@pytest.fixture
def key(app: Flask, probe: Probe, now: datetime) -> str:
    """The key of an attempt that the probe is to take."""
    with behind_the_counter(app):
        return place(now).idempotency_key


def test_a_message_is_written_down_answered_and_then_followed_up(
    app: Flask, client: FlaskClient, probe: Probe, key: str, now: datetime
) -> None:
    answer = send(client, message(key, now), now)
    assert (answer.status_code, answer.text) == (200, "thank you\n")
    assert kept(app) == (1, 1)
    assert probe.asked == []
    probe.says[key] = Outcome(OutcomeStatus.CAPTURED, "ch_1")
    let_work(app, now)
    with app.app_context():
        assert db.session.scalars(select(Order)).one().state == "placed"
        assert db.session.scalars(select(Payment)).one().provider_ref == "ch_1"


def test_what_the_message_claims_is_not_believed(
    app: Flask, client: FlaskClient, probe: Probe, key: str, now: datetime
) -> None:
    send(client, message(key, now), now)
    probe.says[key] = Outcome(OutcomeStatus.DECLINED, failure="card_declined")
    let_work(app, now)
    with app.app_context():
        assert db.session.scalars(select(Order)).one().state == "pending"


def test_the_answer_has_no_cookie_no_page_and_is_not_kept(
    client: FlaskClient, key: str, now: datetime
) -> None:
    for answer in (send(client, message(key, now), now), client.get("/webhooks/probe")):
        assert answer.mimetype == "text/plain"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_message_that_comes_again_is_fine(
    app: Flask, client: FlaskClient, key: str, now: datetime
) -> None:
    body = message(key, now)
    assert [send(client, body, now).status_code for _ in range(3)] == [200, 200, 200]
    assert kept(app) == (1, 1)


@pytest.mark.parametrize("secret", ["new", "old"])
def test_two_secrets_hold_while_one_replaces_the_other(
    app: Flask, client: FlaskClient, key: str, now: datetime, secret: str
) -> None:
    assert send(client, message(key, now), now, secret).status_code == 200
    assert kept(app) == (1, 1)


def test_both_signatures_of_one_message_may_stand_side_by_side(
    client: FlaskClient, key: str, now: datetime
) -> None:
    body = message(key, now)
    gone, right = signed(body, "gone", now), signed(body, "new", now)
    both = {"Probe-Signature": f"{gone},{right.partition(',')[2]}"}
    assert client.post("/webhooks/probe", data=body, headers=both).status_code == 200


MANGLED = {
    "forged": lambda body, now: (body, signed(body, "guessed", now)),
    "not signed": lambda body, now: (body, ""),
    "signed by nonsense": lambda body, now: (body, "t=,v1=,,=,v1,t=1e9"),
    "a signature of letters": lambda body, now: (body, "t=茶,v1=茶"),
    "another body": lambda body, now: (body + b" ", signed(body, "new", now)),
    "over five minutes old": lambda body, now: (body, signed(body, "new", now - timedelta(seconds=301))),
    "from the future": lambda body, now: (body, signed(body, "new", now + timedelta(seconds=301))),
    "a newer time on an old signature": lambda body, now: (
        body,
        f"t={int(now.timestamp())},{signed(body, 'new', now - timedelta(days=1)).partition(',')[2]}",
    ),
    "empty": lambda body, now: (b"", signed(b"", "new", now)),
    "no JSON": lambda body, now: (b"{", signed(b"{", "new", now)),
    "no UTF-8": lambda body, now: (b'{"id": "\xff"}', signed(b'{"id": "\xff"}', "new", now)),
    "NUL": lambda body, now: (b"\0", signed(b"\0", "new", now)),
    "JSON of another kind": lambda body, now: (b"[1]", signed(b"[1]", "new", now)),
    "nothing": lambda body, now: (b"null", signed(b"null", "new", now)),
}  # fmt: skip


@pytest.mark.parametrize("how", list(MANGLED))
def test_what_is_not_right_is_refused_and_asks_the_database_nothing(
    app: Flask, client: FlaskClient, key: str, now: datetime, how: str
) -> None:
    body, signature = MANGLED[how](message(key, now), now)
    signature = signature.encode().decode("latin-1")
    before = rows(app)
    with statements(app) as asked:
        answer = client.post("/webhooks/probe", data=body, headers={"Probe-Signature": signature})
    assert (answer.status_code, asked) == (400, [])
    assert rows(app) == before


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize(
    ("environ", "read"),
    [
        ({"CONTENT_LENGTH": "2000000"}, 0),
        ({"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}, 300_000),
    ],
    ids=["announced", "not announced"],
)
def test_two_megabytes_are_refused_unread(
    app: Flask, client: FlaskClient, probe: Probe, environ: dict[str, object], read: int, kind: str
) -> None:
    body = BytesIO(b"a" * 2_000_000)
    answer = client.post(
        "/webhooks/probe",
        input_stream=body,
        content_type=kind,
        headers={"Probe-Signature": "t=1,v1=x"},
        environ_overrides=environ,
    )
    assert (answer.status_code, answer.mimetype) == (413, "text/plain")
    assert body.tell() <= read
    assert kept(app) == (0, 0)


def test_a_form_is_no_message(app: Flask, client: FlaskClient, key: str, now: datetime) -> None:
    answer = send(client, b"id=%FF", now, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert kept(app) == (0, 0)


def test_a_kind_nobody_knows_is_fine_and_left_alone(
    app: Flask, client: FlaskClient, key: str, now: datetime
) -> None:
    assert send(client, message("", now, type="tea.steeped"), now).status_code == 200
    assert send(client, message(key, now, "evt_2", type="tea.drunk"), now).status_code == 200
    assert kept(app) == (2, 0)


def test_a_message_about_an_order_that_is_not_here_is_to_come_again(
    app: Flask, client: FlaskClient, key: str, now: datetime
) -> None:
    before = rows(app)
    answer = send(client, message("nobody's", now), now)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert rows(app) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_messages_are_posted(client: FlaskClient, probe: Probe, method: str) -> None:
    answer = client.open("/webhooks/probe", method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


@pytest.mark.parametrize("name", ["stripe", "offline", "nobody", "Probe", "..", "probe/"])
def test_a_payment_company_the_shop_has_no_contract_with(
    app: Flask, client: FlaskClient, probe: Probe, now: datetime, name: str
) -> None:
    app.extensions["gateways"] = {"probe": probe}
    body = message("", now)
    answer = client.post(
        f"/webhooks/{name}", data=body, headers={"Probe-Signature": signed(body, "new", now)}
    )
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert kept(app) == (0, 0)


def test_a_database_that_is_busy_lets_it_come_again(
    app: Flask, client: FlaskClient, key: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: object) -> bool:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    with monkeypatch.context() as busy:
        busy.setattr(webhook, "receive", locked)
        assert send(client, message(key, now), now).status_code == 503
        busy.setattr(webhook, "was_here", locked)
        assert send(client, message(key, now), now).status_code == 503
    assert kept(app) == (0, 0)
    assert send(client, message(key, now), now).status_code == 200


def test_a_commit_that_fails_is_no_promise(
    app: Flask, client: FlaskClient, key: str, now: datetime
) -> None:
    def away(*_args: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "commit", away)
    try:
        assert send(client, message(key, now), now).status_code == 503
    finally:
        event.remove(engine, "commit", away)
    assert kept(app) == (0, 0)


def test_a_thousand_copies_at_once_are_one_message(app: Flask, key: str, now: datetime) -> None:
    body = message(key, now)

    def twenty_five() -> list[int]:
        client = app.test_client()
        return [send(client, body, now).status_code for _ in range(25)]

    answers = at_once([twenty_five] * 40)
    assert answers == [[200] * 25] * 40
    assert kept(app) == (1, 1)


def test_nothing_of_a_message_is_logged(
    client: FlaskClient, key: str, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    import logging

    log = logging.getLogger("storefront")
    log.addHandler(caplog.handler)
    try:
        body = message(key, now, card="4242424242424242")
        send(client, body, now)
        send(client, body, now, "guessed")
        send(client, message("nobody's", now, "evt_9"), now)
    finally:
        log.removeHandler(caplog.handler)
    said = [str(vars(record)) for record in caplog.records]
    assert [
        record.getMessage() for record in caplog.records if record.name.endswith("webhooks")
    ] == [
        "message",
        "message refused",
        "message about nothing known",
    ]
    for secret in ("4242", key, "nobody's", "v1="):
        assert not any(secret in one for one in said)
