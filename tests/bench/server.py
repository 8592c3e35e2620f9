"""Servers under measurement: the shop's own server command, with a database of choice."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storefront.launch import Place, server_command
from storefront.settings import ROOT

HELLO = "tests.bench.hello:app"
STARTS_WITHIN_SECONDS = 60


class NotStarted(Exception):
    """A server gave no answer; the message names its log."""


@dataclass(frozen=True)
class Server:
    """A running server: its place, and the process whose family does the work."""

    place: Place
    pid: int

    @property
    def address(self) -> str:
        """Scheme, host and port."""
        return self.place.url

    def cpu_seconds(self) -> float | None:
        """CPU time that the server's processes have used so far; None where the system does not tell."""
        return family_cpu_seconds(self.pid)


@contextmanager
def hello(workers: int, log: Path) -> Iterator[Server]:
    """The bare Flask app under the shop's server command."""
    place = Place("127.0.0.1", free_port(), workers)
    with _running([*server_command(place)[:-1], HELLO], place, {}, log) as server:
        yield server


@contextmanager
def shop(workers: int, database_url: str, log: Path) -> Iterator[Server]:
    """The shop on a database, as `make run` starts it, without rate limits."""
    place = Place("127.0.0.1", free_port(), workers)
    environment = {
        "STOREFRONT_ENV": "development",
        "DATABASE_URL": database_url,
        "RATE_LIMITS": "off",
        "PORT": str(place.port),
        "SITE_URL": place.url,
        "MAIL_URL": "",
    }
    with _running(server_command(place), place, environment, log) as server:
        yield server


@contextmanager
def _running(
    command: list[str], place: Place, environment: Mapping[str, str], log: Path
) -> Iterator[Server]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            _wait_for(place, process, log)
            yield Server(place, process.pid)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(place: Place, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while not place.answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise NotStarted(f"no server at {place.url}; what it said is in {log}")
        time.sleep(0.1)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def family_cpu_seconds(root: int) -> float | None:
    """CPU time of a process and all its descendants, those that ended included."""
    if not Path("/proc/self/stat").exists():
        return None
    used: dict[int, int] = {}
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:
            continue
        fields = text.rsplit(")", 1)[1].split()
        pid = int(path.parent.name)
        used[pid] = sum(int(field) for field in fields[11:15])  # own and reaped children's
        children.setdefault(int(fields[1]), []).append(pid)
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        total += used.get(pid, 0)
        waiting += children.get(pid, [])
    return total / os.sysconf("SC_CLK_TCK")
