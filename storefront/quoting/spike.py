"""When a way to pay rests by itself: so many declines lately, and nearly all of the attempts. A row's own numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from storefront.faults import Fault, fault

BOUNDS = {"declines": (1, 1000), "minutes": (1, 1440), "percent": (1, 99), "rest_minutes": (1, 1440)}  # fmt: skip
"""The numbers of a spike with the least and the most of each."""


@dataclass(frozen=True)
class Spike:
    """At least so many declines within so long, and more than so many per cent of all attempts: the method rests for a while."""

    declines: int
    within: timedelta
    percent: int
    rests: timedelta


def spike_of(packed: Mapping[str, Any]) -> Spike | None:
    """The spike of a row; None for a method that never rests by itself."""
    if not packed:
        return None
    return Spike(
        declines=packed["declines"],
        within=timedelta(minutes=packed["minutes"]),
        percent=packed["percent"],
        rests=timedelta(minutes=packed["rest_minutes"]),
    )


def spike_faults(packed: Mapping[str, Any], thing: str) -> Iterator[Fault]:
    """What is wrong with the numbers of a row; no numbers at all are right."""
    if packed and set(packed) != set(BOUNDS):
        names = ", ".join(BOUNDS)
        yield fault(
            "spike_incomplete",
            thing,
            f"自動で止める条件には{names}がすべて要り、ほかは要りません",
            f"a spike needs {names}, and nothing else",
        )
        return
    for name, value in packed.items():
        least, most = BOUNDS[name]
        if type(value) is not int or not least <= value <= most:
            yield fault(
                "spike_number",
                thing,
                f"自動で止める条件の{name}は{least}〜{most}の整数にします（いまは{value}）",
                f"{name} of a spike is a whole number from {least} to {most}, not {value}",
            )
