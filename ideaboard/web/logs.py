"""Logs as JSON lines with the request's id; never a password, token or cookie."""

import json
import logging
import sys
from datetime import UTC, datetime

from flask import Flask, g, has_request_context, request


class JsonLines(logging.Formatter):
    """One JSON object a line, so that nothing in a message can fake a second line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            # The path of a mailed link is a secret until it is used; the endpoint says enough.
            asked = request._get_current_object()  # type: ignore[attr-defined]
            line |= {
                "request": g.get("request_id", ""),
                "method": asked.method,
                "endpoint": asked.endpoint or "",
            }
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)  # ASCII only: no line separator and no half character gets through


def init_logs(app: Flask) -> None:
    """Send the loggers of the project, its server and its queue to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name, level in (("ideaboard", app.config["LOG_LEVEL"]), ("waitress", "ERROR"), ("huey", "ERROR")):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = bool(app.testing)
