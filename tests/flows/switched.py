"""A visitor who switches patterns of the shop by a link."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def off(client: FlaskClient, wish: str = "all:off", path: str = "/ja/") -> TestResponse:
    """Open a page by a link that switches: "dialog:off,tiers:off"."""
    answer = client.get(path, query_string={"lab": wish})
    assert answer.status_code == 303
    return answer
