"""A member of staff at work: a browser without scripts that signs in and posts the forms it was shown."""

from datetime import datetime
from functools import lru_cache

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from storefront.extensions import db
from storefront.staff import keeping
from storefront.staff.audit import SHELL, AuditEntry
from storefront.staff.passwords import hashed
from storefront.staff.roles import Role
from tests.support.orders import behind_the_counter

EMAIL = "hanako@happa.example"
PASSWORD = "mizu to yukata wo 3 mai"
NAME = "葉山 花子"


@lru_cache(maxsize=4)
def kept(password: str) -> str:
    """A hash, made once per run."""
    return hashed(password)


def hire(
    app: Flask,
    now: datetime,
    email: str = EMAIL,
    role: Role = Role.OWNER,
    locale: str = "ja",
    *,
    new: bool = False,
    demo: bool = True,
) -> int:
    """Take somebody on whose password is PASSWORD; the member's id. One of the demo is asked for no second factor."""
    with behind_the_counter(app):
        return keeping.add_member(
            SHELL, email, NAME, role, locale, kept(PASSWORD), now, new=new, demo=demo
        ).id


def audit(app: Flask) -> list[tuple[str, str, str]]:
    """Every line of the audit: who, what, whom; oldest first."""
    with app.app_context():
        lines = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(line.name, str(line.act), line.subject) for line in lines]


class Desk:
    """One browser. `page` is the last page read."""

    def __init__(self, app: Flask, *, secure: bool = False) -> None:
        self.client = app.test_client()
        self.site = "https://localhost" if secure else "http://localhost"
        self.page = BeautifulSoup("", "html.parser")

    def get(self, path: str, **more: object) -> TestResponse:
        """Open a page."""
        answer = self.client.get(path, base_url=self.site, **more)  # type: ignore[arg-type]
        self.page = BeautifulSoup(answer.text, "html.parser")
        return answer

    def post(self, path: str, **fields: object) -> TestResponse:
        """Post a form to a path, with the token and the hidden fields of the page at hand."""
        hidden = {str(i["name"]): str(i.get("value", "")) for i in self._hidden(path)}
        sent = {**hidden, **{k: v for k, v in fields.items() if v is not None}}
        answer = self.client.post(path, base_url=self.site, data=sent)
        self.page = BeautifulSoup(answer.text, "html.parser")
        return answer

    def sign_in(
        self, email: str = EMAIL, password: str = PASSWORD, next: str | None = None
    ) -> TestResponse:
        """Through the door."""
        self.get("/staff/sign-in", query_string={"next": next} if next else {})
        return self.post("/staff/sign-in", email=email, password=password)

    def cookie(self, name: str = "staff") -> str | None:
        """The cookie this browser holds."""
        held = self.client.get_cookie(name)
        return held.value if held else None

    def see(self, path: str) -> str:
        """Open a page and read its words."""
        self.get(path)
        return " ".join(self.page.get_text(" ", strip=True).split())

    def inside(self) -> bool:
        """Whether the first page opens."""
        return self.get("/staff/").status_code == 200

    def errors(self) -> dict[str, str]:
        """What the error summary says, by the field it leads to."""
        return {
            str(a["href"])[1:]: a.get_text(strip=True) for a in self.page.select(".error-summary a")
        }

    def _hidden(self, path: str) -> list[dict[str, str]]:
        address, forms = path.partition("?")[0], self.page.find_all("form", method="post")
        form = next((f for f in forms if str(f["action"]).partition("?")[0] == address), None)
        found = form or self.page.find("form", method="post")
        return found.select("input[type=hidden]") if found else []  # type: ignore[return-value]
