"""Processes that live and end together."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storefront import processes
from storefront.processes import Died, Interrupted, Processes

HERE = Path(__file__).parent
NOTE_PID = """
import os, pathlib, sys, time
note = pathlib.Path(sys.argv[1])
note.with_suffix(".new").write_text(str(os.getpid()))
note.with_suffix(".new").rename(note)
time.sleep(600)
"""
WITH_A_CHILD = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
note = pathlib.Path(sys.argv[1])
note.with_suffix(".new").write_text(str(child.pid))
note.with_suffix(".new").rename(note)
time.sleep(600)
"""
STUBBORN = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
"""
LAUNCHER = """
import pathlib, sys
from storefront.processes import Processes
with Processes() as running:
    running.start("A", [sys.executable, "-c", sys.argv[2], sys.argv[1]], pathlib.Path.cwd())
    running.watch()
"""


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def wait_for_end(pid: int) -> None:
    with Processes() as nothing:
        nothing.watch(until=lambda: not alive(pid))


def test_leaving_the_block_ends_what_a_process_started_itself(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with Processes() as running:
        running.start("A", python(WITH_A_CHILD, note), HERE)
        running.watch(until=note.exists)
        assert alive(int(note.read_text()))

    wait_for_end(int(note.read_text()))


def test_a_process_that_ends_is_named_and_the_others_end_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(Died, match="The worker ended with code 3"), Processes() as running:
        running.start("The server", python(NOTE_PID, note), HERE)
        running.watch(until=note.exists)
        running.start("The worker", python("raise SystemExit(3)"), HERE)
        running.watch()

    assert not alive(int(note.read_text()))


def test_a_step_that_fails_stops_the_start() -> None:
    with pytest.raises(Died, match="The setup ended with code 1"), Processes() as running:
        running.start("The setup", python("raise SystemExit(1)"), HERE)
        running.finish("The setup")


def test_a_step_that_succeeds_is_done_with() -> None:
    with Processes() as running:
        running.start("The setup", python(""), HERE)
        running.finish("The setup")
        running.watch(until=lambda: True)


@pytest.mark.parametrize("ask", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_asked_to_close_closes(ask: signal.Signals, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may have it ignored
    before = signal.getsignal(ask)
    with pytest.raises(Interrupted), Processes() as running:
        running.start("A", python(NOTE_PID, note), HERE)
        running.watch(until=note.exists)
        os.kill(os.getpid(), ask)
        running.watch()

    assert not alive(int(note.read_text()))
    assert signal.getsignal(ask) is before


def test_who_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE_SECONDS", 0.2)
    note = tmp_path / "pid"
    with Processes() as running:
        running.start("A", python(STUBBORN + NOTE_PID, note), HERE)
        running.watch(until=note.exists)

    assert not alive(int(note.read_text()))


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a process that its parent ended"
)
def test_a_launcher_killed_outright_takes_its_processes_along(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    launcher = subprocess.Popen(python(LAUNCHER, note, NOTE_PID))
    with Processes() as nothing:
        nothing.watch(until=note.exists)
        launcher.kill()
        launcher.wait()

    wait_for_end(int(note.read_text()))
