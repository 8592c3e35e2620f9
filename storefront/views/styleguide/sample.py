"""A sample: one component or fragment in one state, and the group of samples that one page shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup

from storefront.jinja import translate
from storefront.locales import Text
from storefront.mail.messages import Message
from storefront.shipping.prefectures import Prefecture


class Room(StrEnum):
    """How much room a sample takes on its group's page; ALONE gets a page of its own, under which it is linked."""

    SMALL = "small"
    HALF = "half"
    WIDE = "wide"
    ALONE = "alone"


class Around(StrEnum):
    """What stands around a sample that has a page of its own."""

    NOTHING = "nothing"
    SHOP = "shop"
    CHECKOUT = "checkout"
    ENVELOPE = "envelope"


@dataclass(frozen=True)
class Sample:
    """A template or one of its macros, drawn in one state by `draw`. `state` is unique within the file."""

    file: str
    macro: str
    state: str
    title: Text
    draw: Callable[[], Markup]
    room: Room = Room.HALF
    around: Around = Around.NOTHING
    area: Prefecture | None = None
    narrow: bool = False
    """Shown no wider than the column it stands in on its page."""
    message: Callable[[], Message] | None = None
    """For a mail: writes it."""

    @property
    def id(self) -> str:
        """The last part of its address where it stands alone: "button-link-plain", "cart.line-short"."""
        path = PurePosixPath(self.file)
        stem = path.stem.strip("_")
        file = stem if path.parts[0] == "components" else ".".join((*path.parts[:-1], stem))
        macro = "" if self.macro == stem else self.macro.removeprefix(f"{stem}_")
        return "-".join(filter(None, (file, macro, self.state))).replace("_", "-")

    @property
    def anchor(self) -> str:
        """Its place on the page of its group."""
        return f"sample-{self.id}"


@dataclass(frozen=True)
class Group:
    """One page of the style guide; `samples` makes them anew, in the language of the page."""

    slug: str
    title: Text
    samples: Callable[[], list[Sample]]


def both(ja: str, en: str) -> Text:
    """The same in both languages. Words of samples stay out of the catalogues: no visitor reads them."""
    return {"ja": ja, "en": en}


def said(ja: str, en: str) -> str:
    """The words in the language of the page, for macros that take plain text."""
    return translate(both(ja, en))


def part(
    path: str,
    state: str,
    title: Text,
    *given: Any,
    body: str | None = None,
    room: Room = Room.HALF,
    **named: Any,
) -> Sample:
    """A macro called with what is given; `path` is "button.button_link", `body` what a call block would hold."""
    stem, _, macro = path.partition(".")
    file = f"components/{stem}.html"

    def draw() -> Markup:
        called = getattr(current_app.jinja_env.get_template(file).module, macro)
        inside = {} if body is None else {"caller": lambda: Markup(body)}  # samples of ours  # nosec B704
        return Markup(called(*given, **named, **inside))  # samples of ours  # nosec B704

    return Sample(file, macro, state, title, draw, room)


def within(sample: Sample, markup: str) -> Sample:
    """The same sample with markup around it; {} marks where it stands."""
    return replace(sample, draw=lambda: Markup(markup).format(sample.draw()))  # samples of ours  # nosec B704


def fragment(
    file: str,
    state: str,
    title: Text,
    make: Callable[[], dict[str, Any]],
    *,
    area: Prefecture | None = None,
    around: Around = Around.NOTHING,
    narrow: bool = False,
) -> Sample:
    """A fragment with the context that `make` gives, on a page of its own, since its ids are fixed.

    `area` is the region of the visitor who sees it.
    """

    def draw() -> Markup:
        return Markup(render_template(file, **make()))  # samples of ours  # nosec B704

    return Sample(file, "", state, title, draw, Room.ALONE, around, area, narrow)


def whole_frame(file: str, title: Text, around: Around) -> Sample:
    """A layout, shown by a page that holds nothing else."""
    return Sample(file, "", "whole", title, Markup, Room.ALONE, around)


def mail(file: str, state: str, title: Text, write: Callable[[], Message]) -> Sample:
    """A mail, with its envelope, its HTML part in a frame and its text part."""
    return Sample(file, "", state, title, Markup, Room.ALONE, Around.ENVELOPE, message=write)
