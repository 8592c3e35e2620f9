"""A visitor with cookies who opens pages, reads forms and posts them: over HTTP, or straight into the app."""

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask

BROWSER = {
    "Accept": "text/html,application/xhtml+xml",
    "Accept-Language": "ja,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
}


class Lost(Exception):
    """The shop did not answer as a visitor needs it; the message says where."""


@dataclass(frozen=True)
class Sent:
    """One request, ready to be sent again and again."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str = ""


@dataclass(frozen=True)
class Answer:
    """One answer; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def size(self) -> int:
        """Bytes of the body on the wire."""
        return len(self.body)


Transport = Callable[[Sent], Answer]


def over_http(address: str) -> Transport:
    """Requests over one kept-alive connection."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)

    def transport(sent: Sent) -> Answer:
        connection.request(sent.method, sent.path, sent.body or None, dict(sent.headers))
        response = connection.getresponse()
        cookies = tuple(response.headers.get_all("Set-Cookie") or ())
        return Answer(response.status, _lower(response.headers), cookies, response.read())

    return transport


def inside(app: Flask) -> Transport:
    """Requests straight into the app, in this process."""
    client = app.test_client(use_cookies=False)

    def transport(sent: Sent) -> Answer:
        response = client.open(
            sent.path, method=sent.method, headers=dict(sent.headers), data=sent.body
        )
        cookies = tuple(response.headers.getlist("Set-Cookie"))
        return Answer(response.status_code, _lower(response.headers), cookies, response.data)

    return transport


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@dataclass
class Visitor:
    """Somebody with a browser: keeps cookies, sends what forms hold."""

    transport: Transport
    cookies: dict[str, str] = field(default_factory=dict)

    def request(self, path: str, method: str = "GET", body: str = "") -> Sent:
        """The request as this visitor's browser would send it now."""
        headers = dict(BROWSER)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return Sent(method, path, headers, body)

    def send(self, sent: Sent) -> Answer:
        """Send a request and keep the cookies of its answer. Raises Lost for anything but 2xx and 3xx."""
        answer = self.transport(sent)
        for header in answer.cookies:
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        if not 200 <= answer.status < 400:
            raise Lost(f"{answer.status} for {sent.method} {sent.path}")
        return answer

    def form(self, path: str, action: str, **typed: str) -> Sent:
        """The request that a page's form would send: the form whose address ends with `action`, as filled in.

        `typed` goes over what the page filled in; a name the form does not have is left out.
        """
        sent = self.request(path)
        plain = Sent(sent.method, sent.path, {**sent.headers, "Accept-Encoding": "identity"})
        soup = BeautifulSoup(self.send(plain).body, "html.parser")
        for found in soup.find_all("form", method=lambda text: (text or "").lower() == "post"):
            target = str(found.get("action") or path)
            if urlsplit(target).path.endswith(action):
                body = urlencode({**_filled_in(found), **_known(found, typed)})
                return self.request(target, "POST", body)
        raise Lost(f"no form for {action} on {path}")


def _filled_in(form: Tag) -> dict[str, str]:
    """What a browser would send of a form as it came, the button left out."""
    values: dict[str, str] = {}
    for control in form.find_all(["input", "select", "textarea"]):
        name, kind = control.get("name"), control.get("type")
        if not name or kind in {"submit", "button"} or control.has_attr("disabled"):
            continue
        if kind in {"radio", "checkbox"}:
            if control.has_attr("checked"):
                values[str(name)] = str(control.get("value", "on"))
        elif control.name == "select":
            values[str(name)] = _selected(control)
        else:
            values[str(name)] = str(control.get("value") or control.text or "")
    return values


def _selected(select: Tag) -> str:
    options: list[Any] = select.find_all("option")
    chosen = [option for option in options if option.has_attr("selected")] or options[:1]
    return str(chosen[0].get("value", chosen[0].text)) if chosen else ""


def _known(form: Tag, typed: Mapping[str, str]) -> dict[str, str]:
    names = {str(control.get("name")) for control in form.find_all(True, attrs={"name": True})}
    return {name: value for name, value in typed.items() if name in names}
