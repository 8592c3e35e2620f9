"""The page before a change: what it is about, what will happen, and one button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from flask import Response, request

from storefront.views.responses import own_page
from storefront.views.staff.typed import sent_fields


class Press(StrEnum):
    """Which button sent a form: to see what it comes to, to type it anew, or to have it done."""

    CHECK = "check"
    CHANGE = "change"
    DO = "do"


def pressed() -> Press:
    """The button of this request; what it does not name is only checked."""
    said = request.form.get("press", "")
    return Press(said) if said in set(Press) else Press.CHECK


def typed_fields() -> dict[str, str]:
    """What was typed into the form, with what the question before the change carries along."""
    return {name: value for name, value in sent_fields().items() if name != "press"}


@dataclass(frozen=True)
class Sure:
    """A question: `facts` are pairs of term and detail, `effects` whole sentences, `warning` one that stands out.

    `button` is what the answer does, in its own words; `hidden` goes with it. `back` is the way out that changes nothing. With
    `change` the same page takes the form back to be typed anew. `news`: what changed since the question was first asked; then
    nothing was done, and it is asked again.
    """

    title: str
    button: str
    action: str
    back: str
    effects: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    warning: str = ""
    hidden: Mapping[str, object] = field(default_factory=dict)
    change: bool = False
    news: str = ""

    @property
    def status(self) -> int:
        """The HTTP status it is asked with."""
        return 409 if self.news else 200


def sure_page(sure: Sure) -> Response:
    """Ask it."""
    return own_page("staff/sure.html", sure.status, sure=sure)
