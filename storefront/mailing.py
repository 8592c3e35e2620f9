"""Mails as jobs: write the message once, then deliver it. Called by the worker only; each step commits."""

from datetime import datetime
from typing import Any


def write_confirmation(payload: dict[str, Any], now: datetime) -> None:
    """To be written."""


def deliver(payload: dict[str, Any], now: datetime) -> None:
    """To be written."""
