"""One line in the log and one count for every request that is answered."""

import logging
import time
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy import Engine, event

from ideaboard.web.metrics import note_request

log = logging.getLogger("ideaboard.access")
# Somebody asks these every few seconds.
QUIET = {"health.alive", "health.ready", "metrics.show"}


def init_access(app: Flask) -> None:
    """Time every request. Call it first: what is registered first is asked first and told last."""
    app.before_request(_begin)
    app.after_request_funcs.setdefault(None, []).append(_end_of(app))


def count_statements(engine: Engine) -> None:
    """Let the lines say how often the database was asked."""

    @event.listens_for(engine, "before_cursor_execute")
    def count(link: Any, cursor: Any, statement: str, *_: Any) -> None:
        if g and statement != "BEGIN":
            own = vars(g._get_current_object())  # The proxy would be followed once for each name.
            own["statements"] = own.get("statements", 0) + 1


def _begin() -> None:
    g.began = time.perf_counter()


def _end_of(app: Flask) -> Any:
    level_of = dict.fromkeys(QUIET, logging.DEBUG)

    def end(response: Response) -> Response:
        now = time.perf_counter()
        own = vars(g._get_current_object())
        seconds, endpoint = now - own.get("began", now), request.endpoint
        note_request(app, endpoint, response.status_code, seconds)
        level = level_of.get(endpoint or "", logging.INFO)
        if log.isEnabledFor(level) and app.config["ACCESS_LOG"]:
            _write_line(level, _fields(response.status_code, response.content_length, seconds))
        return response

    return end


def note_answer(app: Flask, endpoint: str, status: int, size: int, began: float) -> None:
    """Log and count a request that was answered without Flask: a GET."""
    seconds = time.perf_counter() - began
    note_request(app, endpoint, status, seconds)
    if log.isEnabledFor(logging.INFO) and app.config["ACCESS_LOG"]:
        asked = {"request": g.request_id, "method": "GET", "endpoint": endpoint}
        _write_line(logging.INFO, {**asked, **_fields(status, size, seconds)})


def _fields(status: int, size: int | None, seconds: float) -> dict[str, Any]:
    statements = vars(g._get_current_object()).get("statements", 0)
    return {"status": status, "ms": round(seconds * 1000, 1), "bytes": size, "statements": statements}


def _write_line(level: int, fields: dict[str, Any]) -> None:
    """Log it. The record is made here: looking for the caller's file and line would cost as much as the rest."""
    record = logging.LogRecord(log.name, level, "", 0, "request", (), None)
    record.fields = fields
    log.handle(record)
