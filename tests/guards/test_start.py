"""A fresh shop answers."""

from flask.testing import FlaskClient


def test_a_fresh_shop_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ready\n")
