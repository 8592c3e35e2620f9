"""Open the shop with one command: prepare it, start worker and server, say where it is, close it cleanly.

`make run` calls `python -m storefront.launch`. HOST, PORT and WORKERS come from the environment. Nothing
else depends on this module: any WSGI server can serve `wsgi:app` beside `flask --app wsgi worker`.
"""

import http.client
import io
import os
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from storefront.processes import Died, Interrupted, Processes, end_with_make
from storefront.settings import ROOT, STAFF_LOGIN, SettingsError, from_environment

ANSWERS_WITHIN_SECONDS = 60.0
THREADS_PER_WORKER = 4
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # opens none  # nosec B104


class CannotOpen(Exception):
    """The shop cannot open; the message says why and what to do about it."""


@dataclass(frozen=True)
class Place:
    """Where the shop is served, and by how many server processes."""

    host: str
    port: int
    workers: int

    @classmethod
    def from_environment(cls) -> Self:
        """Read HOST, PORT and WORKERS. Raises CannotOpen for a number that is none."""
        return cls(
            host=os.environ.get("HOST") or "127.0.0.1",
            port=_number("PORT", default=8000, highest=65535),
            workers=_number("WORKERS", default=2, highest=256),
        )

    @property
    def url(self) -> str:
        """The address a browser on this machine opens."""
        host = EVERY_ADDRESS.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def make_sure_it_is_free(self) -> None:
        """Raises CannotOpen when someone else listens there, or when we may not."""
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(
                self.host, self.port, type=socket.SOCK_STREAM
            )[0]
            with socket.socket(family, kind, protocol) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind(address)
        except socket.gaierror as error:
            raise CannotOpen(f"HOST={self.host} is no address of this machine") from error
        except OSError as error:
            raise CannotOpen(
                f"{self.host}:{self.port} cannot be used ({error.strerror}). "
                f"Choose another port: PORT={self.port + 1} make run"
            ) from error

    def answers(self) -> bool:
        """Whether the server answers requests, whatever it answers."""
        host = EVERY_ADDRESS.get(self.host, self.host)
        connection = http.client.HTTPConnection(host, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True


def main() -> int:
    """Run the shop until someone closes it. Returns the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace", line_buffering=True)
    end_with_make()
    try:
        place = Place.from_environment()
        settings = from_environment()
        place.make_sure_it_is_free()
        with Processes() as processes:
            try:
                prepare(processes)
                logins = [] if settings.production else staff_logins(settings.instance)
                run(processes, place, welcome(place, demo=not settings.production, logins=logins))
            except Interrupted:
                print("\nClosing the shop.")
    except (CannotOpen, Died, SettingsError) as error:
        print(f"The shop is not open: {error}", file=sys.stderr)
        return 1
    return 0


def prepare(processes: Processes) -> None:
    """Bring everything up to date. Ends with Interrupted or Died when that does not work."""
    print("Preparing the shop: database, catalogue, pictures")
    processes.start("The setup", [*FLASK, "setup"], ROOT)
    processes.finish("The setup")


def run(processes: Processes, place: Place, greeting: str) -> None:
    """Start, greet, and watch. Never returns: ends with Interrupted, Died or CannotOpen."""
    processes.start("The server", server_command(place), ROOT)
    deadline = time.monotonic() + ANSWERS_WITHIN_SECONDS
    processes.watch(until=lambda: place.answers() or time.monotonic() > deadline)
    if time.monotonic() > deadline:
        raise CannotOpen(f"no answer from {place.url} within {ANSWERS_WITHIN_SECONDS:.0f} seconds")
    processes.start(
        "The worker", [*FLASK, "worker"], ROOT
    )  # after the server, which people wait for
    print(greeting)
    processes.watch()


def server_command(place: Place) -> list[str]:
    """The command that serves `wsgi:app`.

    Threads let other requests go on while one waits for the database; a crashed worker is replaced.
    """
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
        *("--host", place.host, "--port", str(place.port), "--workers", str(place.workers)),
        *("--blocking-threads", str(THREADS_PER_WORKER), "--respawn-failed-workers"),
        *("--workers-kill-timeout", "5", "--log-level", "warning", "--no-access-log"),
        "wsgi:app",
    ]


def staff_logins(instance: Path) -> list[str]:
    """Role, address and password of each of the demo's members of staff, as the setup left them; without those that were changed."""
    path = instance / STAFF_LOGIN
    lines = path.read_text().splitlines() if path.exists() else []
    found = [line.split() for line in lines]
    return [f"{one[0]:8} {one[1]} / {one[2]}" for one in found if len(one) == 3]


def welcome(place: Place, *, demo: bool, logins: Sequence[str] = ()) -> str:
    """What the person at the terminal sees once the shop answers; `logins` are those of the demo's members of staff."""
    url = place.url
    lines = ["", f"はっぱ茶房 / Happa Tea House is open at {url}", ""]
    if demo:
        lines += [
            f"  日本語        {url}/ja/",
            f"  English       {url}/en/",
            f"  Sent mail     {url}/outbox",
            f"  Style guide   {url}/styleguide",
            f"  Demo panel    {url}/demo/panel",
            f"  Staff         {url}/staff/",
            *(f"    demo only   {login}" for login in logins),
            "",
            "Try first: open a tea, choose a prefecture to see the whole cost, and buy it as a guest.",
            "Test card: 4242 4242 4242 4242, any date to come, any three digits.",
        ]
    return "\n".join([*lines, "Ctrl-C closes the shop.", ""])


def _number(name: str, *, default: int, highest: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= highest:
        raise CannotOpen(f"{name}={text} is no whole number from 1 to {highest}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
