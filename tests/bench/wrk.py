"""The load generator: wrk, an HTTP client in C, so that what is measured is the server."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench.sample import Sample
from tests.bench.visitor import Sent

SCRIPT = Path(__file__).with_name("latency.lua")
REMEDY = (
    "wrk is missing. As root: apt-get install wrk (Debian, Ubuntu); elsewhere: brew install wrk"
)


class CannotMeasure(Exception):
    """The measurement cannot be made; the message says why and what to do."""


def make_sure_it_is_here() -> None:
    """Install wrk on Debian as root, else say how. Raises CannotMeasure."""
    if shutil.which("wrk"):
        return
    if os.geteuid() or not shutil.which("apt-get"):
        raise CannotMeasure(REMEDY)
    print("Installing wrk", file=sys.stderr)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "-qq", "update"], ["apt-get", "-qq", "-y", "install", "wrk"]):
        subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL)
    if not shutil.which("wrk"):
        raise CannotMeasure(REMEDY)


def load(address: str, sent: Sent, seconds: int, concurrency: int, anew: str = "") -> Sample:
    """Send one request over and over for some seconds on kept-alive connections."""
    environment = {
        **os.environ,
        "BENCH_METHOD": sent.method,
        "BENCH_HEADERS": "\n".join(f"{name}: {value}" for name, value in sent.headers.items()),
        **({"BENCH_BODY": sent.body} if sent.body else {}),
        **({"BENCH_ANEW": anew} if anew else {}),
    }
    done = subprocess.run(
        [
            *("wrk", "-t1", f"-c{concurrency}", f"-d{seconds}s", "--timeout", "10s"),
            *("-s", str(SCRIPT), address + sent.path),
        ],
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=False,
    )
    for line in done.stdout.splitlines():
        if line.startswith("BENCH "):
            took, good, bad, p50, p99 = (float(figure) for figure in line.split()[1:])
            return Sample(took, int(good), int(bad), p50, p99)
    raise CannotMeasure(f"wrk gave no figures for {sent.path}: {done.stdout}{done.stderr}")
