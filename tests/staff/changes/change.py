"""What a case of a change is; `tests/staff/test_every_change.py` walks them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask

Prepared = Callable[[Flask, datetime], str]


@dataclass(frozen=True)
class Change:
    """One POST of the area, once as it should be and once as it must be refused.

    `prepare` makes what is needed and returns the path to post to. `page`: the page whose form is posted (the path itself where
    empty). `good` are its fields, or a function that makes them once prepared; `bad` makes the same form one that is refused,
    None where nothing can be wrong with it. `files` are sent along with both: name to (bytes, file name). `then`: what answers the question that comes before the change.
    """

    prepare: Prepared
    good: Mapping[str, object] | Callable[[Flask], Mapping[str, object]]
    bad: Mapping[str, object] | None
    page: str = ""
    then: Mapping[str, object] | None = None
    files: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
