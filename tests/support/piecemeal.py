"""A shop whose pages arrive in pieces: the browser paints between two of them, as it may on a busy machine."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from queue import Queue
from typing import Any

from flask import Flask
from playwright.sync_api import Page

from tests.support.live import listening

PAINTED = """() => new Promise(done => {
  requestAnimationFrame(() => requestAnimationFrame(done));
  setTimeout(done, 100);  // styles that are not there yet keep it from painting
})"""
TAG = re.compile(rb"</\w[\w-]*>")
Part = tuple[str, str]
"""A part of a page that is sent tag by tag: the words it begins and ends with."""


class Piecemeal:
    """Sends pages up to the next cut only, until it is told to go on; everything else as it comes."""

    def __init__(self, app: Flask, parts: list[Part]) -> None:
        self.app, self.parts = app, parts
        self.cuts: Queue[bool] = Queue()
        self.go_on: Queue[bool] = Queue()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(("/static", "/pictures")):
            return self.app(environ, start_response)
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        said: list[Any] = []
        body = b"".join(self.app(environ, lambda status, headers, _=None: said.extend((status, headers))))  # fmt: skip
        start_response(said[0], [one for one in said[1] if one[0].lower() != "content-length"])
        return self._pieces(body)

    def _pieces(self, body: bytes) -> Iterator[bytes]:
        sent = 0
        for begin, end in self.parts:
            first = body.index(begin.encode())
            last = body.index(end.encode(), first)
            for tag in TAG.finditer(body, first, last):
                yield body[sent : tag.end()]
                sent = tag.end()
                self.cuts.put(True)
                self.go_on.get(timeout=10)
        yield body[sent:]
        self.cuts.put(False)

    def open(self, page: Page, address: str) -> int:
        """Open a page, painting every piece before the next is sent; returns how many were."""
        page.goto(address, wait_until="commit")
        painted = 0
        while self.cuts.get(timeout=10):
            page.evaluate(PAINTED)
            painted += 1
            self.go_on.put(True)
        # Pictures that are still on their way would find nobody once the server is gone.
        page.wait_for_load_state("networkidle")
        return painted


@contextmanager
def in_pieces(app: Flask, parts: list[Part]) -> Iterator[tuple[str, Piecemeal]]:
    """Serve the app piece by piece on a free port of this machine; yields its address and the sender."""
    sender = Piecemeal(app, parts)
    with listening(sender) as address:
        yield address, sender
