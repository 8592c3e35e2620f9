"""One measurement, and the middle of several."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Sample:
    """What some seconds of load gave; latencies in milliseconds, CPU of the server in milliseconds a request."""

    seconds: float
    good: int
    failed: int
    p50: float
    p99: float
    cpu_ms: float | None = None
    reference_rate: float = 0.0
    commit_rate: float = 0.0
    """Durable commits a second of the bare disk, measured right before and after; 0 where they were not."""
    load_ms: float = 0.0
    """CPU that the load itself took of the same machine, in milliseconds a request; 0 where it was not measured."""

    @property
    def rate(self) -> float:
        """Answered requests a second."""
        return self.good / self.seconds if self.seconds else 0.0

    @property
    def ratio(self) -> float:
        """The rate as a part of the reference's, measured right before."""
        return self.rate / self.reference_rate if self.reference_rate else 0.0

    @property
    def of_the_disk(self) -> float | None:
        """The rate as a part of the disk's durable commits."""
        return self.rate / self.commit_rate if self.commit_rate else None


def middle(samples: Sequence[Sample], figure: Callable[[Sample], float | None]) -> float | None:
    """The median of one figure; None where it could not be measured."""
    known = [value for sample in samples if (value := figure(sample)) is not None]
    return median(known) if known else None
