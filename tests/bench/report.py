"""The table, the goals, and the figures as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from tests.bench import offering
from tests.bench.measure import Line
from tests.bench.offering import Chosen
from tests.bench.placing import Taken
from tests.bench.quoting import LINES, MOST_CPU, Quoted
from tests.bench.quoting import MOST_STATEMENTS as MOST_TO_QUOTE
from tests.bench.sample import Sample, middle
from tests.bench.statements import Counted

MOST_STATEMENTS = 6
MOST_SLOWER = 1.5
PART_OF_THE_DISK = 0.25
HEAD = (
    "", "req/s", "p50 ms", "p99 ms", "x hello", "plain x hello", "CPU ms", "CPU x hello", "SQL",
    "anew: req/s", "SQL", "KB gzip", "KB plain", "failed",
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """All that was found about one shop."""

    name: str
    lines: Sequence[Line]
    counted: Mapping[str, Counted]
    quoted: Quoted | None = None
    order: Taken | None = None
    chosen: Mapping[str, Chosen] = field(default_factory=dict)

    def line(self, title: str) -> Line | None:
        """The line of a row, None if it was not measured."""
        return next((line for line in self.lines if line.row.title == title), None)


def table(result: Result, reference: Sequence[Sample]) -> str:
    """One shop's figures: medians over the rounds."""
    cpu = middle(reference, _cpu_ms)
    rows = [
        HEAD,
        ("hello (bare Flask)", *_speed(reference), "1", "", _figure(cpu, 3), "1", *[""] * 6),
    ]
    rows += [_row(line, result.counted.get(line.row.title), cpu) for line in result.lines]
    return _aligned(rows)


def _row(line: Line, counted: Counted | None, hello_cpu: float | None) -> tuple[str, ...]:
    if line.trouble:
        return (line.row.title, "failed: " + line.trouble, *[""] * (len(HEAD) - 2))
    cpu = middle(line.gzip, _cpu_ms)
    return (
        line.row.title,
        *_speed(line.gzip),
        _figure(middle(line.gzip, _ratio), 3),
        _figure(middle(line.plain, _ratio), 3),
        _figure(cpu, 3),
        _figure(cpu / hello_cpu if cpu and hello_cpu else None, 1),
        str(counted.warm) if counted else "",
        _figure(middle(line.anew, lambda sample: sample.rate), 0),
        str(counted.anew) if counted and counted.anew is not None else "",
        _figure(line.bytes_gzip / 1024 if line.bytes_gzip else None, 1),
        _figure(line.bytes_plain / 1024 if line.bytes_plain else None, 1),
        str(line.failed),
    )


def _speed(samples: Sequence[Sample]) -> tuple[str, str, str]:
    return (
        _figure(middle(samples, lambda sample: sample.rate), 0),
        _figure(middle(samples, lambda sample: sample.p50), 1),
        _figure(middle(samples, lambda sample: sample.p99), 1),
    )


def _figure(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows if "failed: " not in row[1] or column == 0)
              for column in range(len(HEAD))]  # fmt: skip
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def statements_beside(counted: Mapping[str, Counted]) -> str:
    """Pages without load, with their statements."""
    return "\n".join(
        f"  {title}: {found.warm}" + (f", anew {found.anew}" if found.anew is not None else "")
        for title, found in counted.items()
    )


def goals(
    results: Sequence[Result], reference: Sequence[Sample], writers: int
) -> tuple[list[str], bool]:
    """A line for each goal with what was measured; and whether those that no noise excuses were met."""
    lines: list[str] = []
    sound = True
    for result in results:
        if len(results) > 1:
            lines.append(f"Shop with {result.name}:")
        lines += [*_ratios(result), *_of_the_disk(result)]
        most = max((c.most for c in result.counted.values()), default=0)
        sound &= most <= MOST_STATEMENTS
        lines.append(
            _goal(
                most <= MOST_STATEMENTS, f"at most {MOST_STATEMENTS} statements a page", str(most)
            )
        )
        if result.quoted:
            sound &= result.quoted.statements <= MOST_TO_QUOTE
            lines += _of_quote(result.quoted, middle(reference, _cpu_ms))
        sound &= all(one.statements <= offering.MOST_STATEMENTS for one in result.chosen.values())
        lines += _of_offers(result.chosen, middle(reference, _cpu_ms))
        troubled = [line for line in result.lines if line.trouble]
        failed = sum(line.failed for line in result.lines) + len(troubled)
        sound &= not failed
        lines.append(
            _goal(not failed, f"no failed request, {writers} writers at once", f"{failed} failed")
        )
    if len(results) == 2:
        lines += _growth(*results)
    return lines, sound


def _of_quote(quoted: Quoted, hello_cpu: float | None) -> list[str]:
    """The two goals of pricing a cart."""
    times = quoted.cpu_ms / hello_cpu if hello_cpu else None
    lines = [
        _goal(
            quoted.statements <= MOST_TO_QUOTE,
            f"cart of {LINES} lines read and priced: at most {MOST_TO_QUOTE} statements",
            str(quoted.statements),
        )
    ]
    if times is not None:
        said = f"quote of {LINES} lines: at most {MOST_CPU:.0f}x the CPU of bare Flask"
        lines.append(_goal(times <= MOST_CPU, said, f"{times:.2f}x ({quoted.cpu_ms:.3f} ms)"))
    return lines


def _of_offers(chosen: Mapping[str, Chosen], hello_cpu: float | None) -> list[str]:
    """The two goals of choosing an offer, for each surface."""
    lines = []
    for name, one in chosen.items():
        said = f"offer on {name}: at most {offering.MOST_STATEMENTS} statements more"
        lines.append(_goal(one.statements <= offering.MOST_STATEMENTS, said, str(one.statements)))
        if hello_cpu:
            times, anew = one.cpu_ms / hello_cpu, one.anew_ms / hello_cpu
            said = f"offer on {name}: at most {offering.MOST_CPU:.0f}x the CPU of bare Flask"
            measured = f"{times:.2f}x ({one.cpu_ms:.3f} ms; {anew:.1f}x for goods not seen before)"
            lines.append(_goal(times <= offering.MOST_CPU, said, measured))
    return lines


def _ratios(result: Result) -> list[str]:
    lines = []
    for line in result.lines:
        ratio = middle(line.gzip, _ratio)
        if line.row.goal is not None and ratio is not None:
            said = f"{line.row.title}: {line.row.goal:.2f} of bare Flask"
            lines.append(_goal(ratio >= line.row.goal, said, f"{ratio:.3f}"))
    return lines


def _of_the_disk(result: Result) -> list[str]:
    """Orders beside what the disk can keep; only told, since a busy disk or a busy machine makes either."""
    lines = []
    for line in result.lines:
        part = middle(line.gzip, lambda sample: sample.of_the_disk)
        commits = middle(line.gzip, lambda sample: sample.commit_rate)
        orders = middle(line.gzip, lambda sample: sample.rate)
        if part is not None and commits and orders:
            said = f"{line.row.title}: {PART_OF_THE_DISK} of the disk's durable commits (SQLite)"
            measured = f"{part:.3f} ({orders:.0f} of {commits:.0f}/s)"
            lines.append(_goal(part >= PART_OF_THE_DISK, said, measured))
            lines.append(_one_order(line, result.order))
    return lines


def _one_order(line: Line, order: Taken | None) -> str:
    """What an order takes, to see what stands between it and the disk."""
    cpu, load = middle(line.gzip, _cpu_ms), middle(line.gzip, lambda sample: sample.load_ms)
    took = f"{_figure(cpu, 1)} ms CPU of the server, {_figure(load, 1)} ms of the load beside it"
    if order is None:
        return f"          an order: {took}"
    counted = f"{order.commits} commits and {order.statements} statements, the provider's included"
    return f"          an order: {counted}; {took}"


def _growth(small: Result, large: Result) -> list[str]:
    lines = ["Large against small:"]
    for one in small.lines:
        other = large.line(one.row.title)
        if other is not None:
            lines += _compared(one.row.title, one.gzip, other.gzip)
            lines += _compared(f"{one.row.title}, made anew", one.anew, other.anew)
    return lines


def _compared(title: str, small: Sequence[Sample], large: Sequence[Sample]) -> list[str]:
    """How much slower a row became; the CPU beside it tells growth from a busy neighbour."""
    slower = _quotient(middle(small, _ratio), middle(large, _ratio))
    costlier = _quotient(middle(large, _cpu_ms), middle(small, _cpu_ms))
    if slower is None:
        return []
    said = f"{title}: within {MOST_SLOWER}x of the small shop"
    beside = f" (CPU {costlier:.2f}x)" if costlier else ""
    return [_goal(slower <= MOST_SLOWER, said, f"{slower:.2f}x{beside}")]


def _quotient(above: float | None, below: float | None) -> float | None:
    return above / below if above and below else None


def _ratio(sample: Sample) -> float:
    return sample.ratio


def _cpu_ms(sample: Sample) -> float | None:
    return sample.cpu_ms


def _goal(met: bool, said: str, measured: str) -> str:
    return f"  {'met   ' if met else 'MISSED'}  {said}: {measured}"


def as_json(results: Sequence[Result], reference: Sequence[Sample]) -> dict[str, object]:
    """Every sample of every row."""
    return {
        "hello": [asdict(sample) for sample in reference],
        "shops": {
            result.name: {
                line.row.title: {
                    "gzip": [asdict(sample) for sample in line.gzip],
                    "plain": [asdict(sample) for sample in line.plain],
                    "anew": [asdict(sample) for sample in line.anew],
                    "bytes_gzip": line.bytes_gzip,
                    "bytes_plain": line.bytes_plain,
                    "trouble": line.trouble,
                }
                for line in result.lines
            }
            | {"quote": asdict(result.quoted) if result.quoted else None}
            | {"order": asdict(result.order) if result.order else None}
            | {"statements": {title: asdict(found) for title, found in result.counted.items()}}
            for result in results
        },
    }
