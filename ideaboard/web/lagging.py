"""Which pages may come from a replica that lags: for visitors, and again from the primary when it fails."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy.exc import DBAPIError

from ideaboard.data.engine import leave_replica, may_lag

View = Callable[..., Any]


def let_lag(app: Flask, endpoints: Iterable[str]) -> None:
    """Let these handlers read from the replica when a visitor asks; without a replica they stay as they are."""
    if app.extensions["replica"] is not None:
        for endpoint in endpoints:
            app.view_functions[endpoint] = _lagging(app.view_functions[endpoint])


def _lagging(view: View) -> View:
    @wraps(view)
    def read(**values: Any) -> Any:
        if _is_visitor():
            may_lag()
        if "read_engine" not in g:
            return view(**values)
        try:
            return view(**values)
        except DBAPIError:
            if not leave_replica():
                raise
        return view(**values)

    return read


def _is_visitor() -> bool:
    """Who is signed in sees what they just wrote, so their reads never lag."""
    return request.method in {"GET", "HEAD"} and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
