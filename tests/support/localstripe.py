"""localstripe, a stand-in of Stripe that nobody here wrote: its own process on this machine, spoken to over HTTP only."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from storefront.settings import ROOT

FOLDER = Path(sys.prefix) / "external"
"""Where `make test` puts it, apart from the packages of the shop."""
KEY = "sk_test_local"


class LocalStripe:
    """One that runs. `url` is where it answers."""

    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, path: str, **fields: object) -> Any:
        """One call as Stripe's own form would make it."""
        body = urlencode(fields)
        head = {"Authorization": f"Bearer {KEY}"}
        with urlopen(Request(self.url + path, body.encode(), head), timeout=5) as answer:
            return json.loads(answer.read() or b"null")

    def card(self, number: str) -> str:
        """A card typed in: its reference."""
        form = {
            "type": "card", "card[number]": number, "card[exp_month]": 12, "card[exp_year]": 2030, "card[cvc]": "123",
        }  # fmt: skip
        return str(self.post("/v1/payment_methods", **form)["id"])

    def hear(self, url: str, secret: str) -> None:
        """Have its messages sent to an address."""
        body = json.dumps({"url": url, "secret": secret}).encode()
        asked = Request(
            f"{self.url}/_config/webhooks/shop", body, {"Content-Type": "application/json"}
        )
        urlopen(asked, timeout=5).close()


@contextmanager
def running(folder: Path) -> Iterator[LocalStripe]:
    """Start one that knows nothing yet; what it writes goes to `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-P", ROOT / "tests" / "support" / "loopback_only.py", "localstripe"]
    place = {**os.environ, "PYTHONPATH": str(FOLDER), "TMPDIR": str(folder)}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*program, "--from-scratch", "--port", str(port)], env=place, cwd=folder, stdout=log, stderr=log
        )  # fmt: skip
        try:
            yield _answering(LocalStripe(f"http://127.0.0.1:{port}"), process)
        finally:
            process.terminate()
            process.wait(10)


def _answering(local: LocalStripe, process: subprocess.Popen[bytes]) -> LocalStripe:
    for _try in range(200):
        try:
            urlopen(local.url, timeout=1).close()
        except HTTPError:
            return local
        except URLError:
            assert process.poll() is None, "localstripe ended"
            time.sleep(0.05)
    raise AssertionError("localstripe does not answer")
