"""A small browser without scripts, quick enough for a crowd; it can be put away and taken up by another process."""

import html
import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.bench.visitor import Answer, Lost, Sent, Transport, Visitor

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S | re.I)
FIELD = re.compile(r"<(input|select|textarea)\b([^>]*)>(?:(.*?)</\1>)?", re.S | re.I)
OPTION = re.compile(r"<option\b([^>]*)>", re.S | re.I)
ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")


@dataclass
class Browser:
    """Cookies, and the answer last seen."""

    cookies: dict[str, str] = field(default_factory=dict)
    status: int = 0
    location: str = ""

    def get(self, transport: Transport, path: str) -> str:
        """A page, as text; "" when it leads elsewhere."""
        return self._keep(transport, Visitor(transport, self.cookies).request(path))

    def post(self, transport: Transport, path: str, fields: dict[str, str]) -> str:
        """Send a form."""
        return self._keep(transport, self.sending(transport, path, fields))

    def sending(self, transport: Transport, path: str, fields: dict[str, str]) -> Sent:
        """The request of a form, ready to be sent."""
        return Visitor(transport, self.cookies).request(path, "POST", urlencode(fields))

    def _keep(self, transport: Transport, sent: Sent) -> str:
        visitor = Visitor(transport, self.cookies)
        plain = Sent(
            sent.method, sent.path, {**sent.headers, "Accept-Encoding": "identity"}, sent.body
        )
        seen: list[Answer] = []
        visitor.transport = lambda one: seen.append(transport(one)) or seen[0]  # type: ignore[func-returns-value]
        with suppress(Lost):
            visitor.send(plain)
        answer = seen[0]
        self.status, self.location = answer.status, answer.headers.get("location", "")
        return answer.body.decode(errors="replace")


def forms(page: str) -> dict[str, dict[str, str]]:
    """The posted forms of a page: action to what a browser would send of it; radios without a choice left out."""
    found = {}
    for attributes, inside in FORM.findall(page):
        named = _attributes(attributes)
        if named.get("method", "").lower() == "post":
            found.setdefault(named.get("action", ""), _fields(inside))
    return found


def _fields(inside: str) -> dict[str, str]:
    values = {}
    for kind, attributes, content in FIELD.findall(inside):
        named = _attributes(attributes)
        name, type_ = named.get("name", ""), named.get("type", "")
        if not name or type_ in {"submit", "button"} or "disabled" in named:
            continue
        if type_ in {"radio", "checkbox"} and "checked" not in named:
            continue
        values[name] = _chosen(content) if kind.lower() == "select" else named.get("value", "")
    return values


def _chosen(content: str) -> str:
    options = [_attributes(one) for one in OPTION.findall(content)]
    chosen = [one for one in options if "selected" in one] or options[:1]
    return chosen[0].get("value", "") if chosen else ""


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in ATTRIBUTE.findall(text)
    }
