"""Tests talk to this machine only: any other connection fails at once, with the address it was meant for."""

import socket
from typing import Any

import pytest

HERE = {"127.0.0.1", "::1", "localhost"}
ANYWHERE = socket.socket.connect
"""How connections are made when nobody forbids them: for tests that ask somebody's service on purpose."""


class NetworkBlocked(Exception):
    """A test tried to reach another machine."""


def block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to other machines; sockets of this machine stay open."""

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in HERE:
            raise NetworkBlocked(f"a test wanted to reach {address[0]}")
        ANYWHERE(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)
