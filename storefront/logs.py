"""Structured logs: one JSON object a line, with request and order ids, without personal data.

Nothing of a request's body, address line or cookies is ever logged; tokens travel in the query, so queries are
left out as well.
"""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
order_number: ContextVar[str] = ContextVar("order_number", default="")

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Turns a record and its `extra` into one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        for name, variable in (("request", request_id), ("order", order_number)):
            if value := variable.get():
                line[name] = value
        line.update({k: v for k, v in vars(record).items() if k not in _STANDARD})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logs(level: int = logging.INFO) -> None:
    """Send the shop's log to stderr as JSON lines. Safe to repeat."""
    log = logging.getLogger("storefront")
    log.setLevel(level)
    log.propagate = False
    if not log.handlers:
        stream = logging.StreamHandler(sys.stderr)
        stream.setFormatter(JsonLines())
        log.addHandler(stream)
