"""A shop that a real browser can walk into: served from a thread of the test run, pictures included."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Thread
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.serving import make_server

from seeds import pictures
from seeds.run import FOLDER
from storefront.settings import INSTANCE
from tests.support.shops import open_shop

PICTURES = INSTANCE / "pictures"
"""Rendered once and kept, as `make run` keeps them."""


@contextmanager
def serve(folder: Path, kind: str = "sqlite", **more: object) -> Iterator[tuple[str, Flask]]:
    """Open a seeded shop on a free port of this machine; yields its address and the app."""
    _have_pictures()
    (folder / "pictures").symlink_to(PICTURES)
    with open_shop(kind, folder, fresh=True, **more) as app, listening(app) as address:
        yield address, app


@contextmanager
def listening(app: WSGIApplication) -> Iterator[str]:
    """Serve it from a thread, on a free port of this machine; yields the address."""
    server = make_server("127.0.0.1", 0, _closed(app), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def _closed(app: WSGIApplication) -> WSGIApplication:
    """Each answer is closed in the end: the server forgets to for a browser that went away."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        parts = app(environ, start_response)
        try:
            yield from parts
        finally:
            if hasattr(parts, "close"):
                parts.close()

    return answer


@cache
def _have_pictures() -> None:
    """Render what is missing, in one of the processes that run tests side by side; the others wait for it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (PICTURES.parent / "pictures.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        pictures.render(FOLDER / "pictures", PICTURES, os.cpu_count() or 2)
