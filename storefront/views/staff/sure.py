"""The page before a change: what it is about, what will happen, and one button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Response

from storefront.views.responses import own_page


@dataclass(frozen=True)
class Sure:
    """A question: `facts` are pairs of term and detail, `effects` whole sentences, `warning` one that stands out.

    `button` is what the answer does, in its own words; `hidden` goes with it. `back` is the way out that changes nothing.
    """

    title: str
    button: str
    action: str
    back: str
    effects: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    warning: str = ""
    hidden: Mapping[str, object] = field(default_factory=dict)


def sure_page(sure: Sure) -> Response:
    """Ask it."""
    return own_page("staff/sure.html", sure=sure)
