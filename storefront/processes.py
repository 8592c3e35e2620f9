"""The processes of a running shop: started together, watched together, and none left behind.

Every process leads a group of its own, so that whatever it starts itself can be stopped with it. On Linux
the kernel stops them too when the one that started them is killed outright.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

GRACE_SECONDS = 10.0
LOOK_EVERY = 0.1
PR_SET_PDEATHSIG = 1


class Died(Exception):
    """A process ended that should have gone on; `name` and `code` (negative: the signal) say which and how."""

    def __init__(self, name: str, code: int) -> None:
        how = (
            f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        )
        super().__init__(f"{name} {how}")
        self.name = name
        self.code = code


class Interrupted(Exception):
    """Someone asked the shop to close (Ctrl-C, SIGTERM, or the terminal went away)."""


class Processes:
    """A set of processes that live and end together, as a context manager in the main thread.

    Leaving the block for whatever reason asks all of them to end, waits, and then kills what remains.
    """

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._asked_to_stop = False

    def __enter__(self) -> Self:
        asks = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # else nohup asked us to stay
            asks.append(signal.SIGHUP)
        self._before = {number: signal.signal(number, self._stop) for number in asks}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end_all()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def start(self, name: str, command: Sequence[str], cwd: Path) -> None:
        """Start a process under a name people will read when it fails."""
        self._running[name] = subprocess.Popen(
            command,
            cwd=cwd,
            process_group=0,
            preexec_fn=_end_with_parent(os.getpid()),  # noqa: PLW1509 - this program has one thread
        )

    def finish(self, name: str) -> None:
        """Wait until the named process is done. Raises Died if it failed, Interrupted if asked to close."""
        while (code := self._running[name].poll()) is None:
            self._pause()
        process = self._running.pop(name)
        _signal_group(process, signal.SIGKILL)
        if code:
            raise Died(name, code)

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Watch until the condition holds. Raises Died when any process ends, Interrupted if asked to close."""
        while not until():
            for name, process in self._running.items():
                if (code := process.poll()) is not None:
                    raise Died(name, code)
            self._pause()

    def _stop(self, number: int, frame: object) -> None:
        self._asked_to_stop = True

    def _pause(self) -> None:
        time.sleep(LOOK_EVERY)
        if self._asked_to_stop:
            raise Interrupted

    def _end_all(self) -> None:
        for process in self._running.values():
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for process in self._running.values():
            try:
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
            _signal_group(process, signal.SIGKILL)
            process.wait()
        self._running.clear()


def end_with_make() -> None:
    """Under `make`, end when make does: killed outright, it cannot tell us."""
    if "MAKELEVEL" in os.environ:
        _end_with_parent(os.getppid())()


def _end_with_parent(parent: int) -> Callable[[], None]:
    """What a new process calls to be sent SIGTERM when its parent ends. Does nothing outside Linux."""
    if sys.platform != "linux":
        return lambda: None
    prctl = ctypes.CDLL(None).prctl

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the parent ended before the kernel was asked
            os.kill(os.getpid(), signal.SIGTERM)

    return ask_kernel


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
