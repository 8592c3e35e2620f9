"""Run a module as a program of its own that may listen on this machine's loopback alone: loopback_only.py MODULE [ARGS].

For servers that would listen to the whole world.
"""

import runpy
import socket
import sys
from typing import Any

_bind, _IPV6 = socket.socket.bind, socket.AF_INET6


def bind_here(self: socket.socket, address: Any) -> None:
    """Whatever address was meant, its port on 127.0.0.1."""
    socket.AF_INET6 = _IPV6
    _bind(self, ("127.0.0.1", address[1]))


socket.AF_INET6 = socket.AF_INET  # until it listens: a machine may have no IPv6
socket.socket.bind = bind_here  # type: ignore[method-assign,assignment]
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
