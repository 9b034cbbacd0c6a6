"""How large a request may be: small, unless its page takes files; what the server refused gets its page here."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request, abort, request

View = TypeVar("View", bound=Callable[..., Any])
# Under this name the embedded server says why it did not take a request; no client can set it.
REFUSED = "ideaboard.refused"
PLAIN_BODY = 256 * 1024  # bytes: the longest texts of any form, percent-encoded, take half of that
# What a form without files is sent as; anything that is no form at all is no larger.
PLAIN_TYPES = {"application/x-www-form-urlencoded", "text/plain", "application/json", "application/csp-report", ""}


def takes_files(view: View) -> View:
    """Mark a handler whose form may carry files: it may be as large as MAX_CONTENT_LENGTH."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def init_bounds(app: Flask) -> None:
    """Look at the size of every request before anything else is done for it."""

    @app.before_request
    def check() -> None:
        # Itself: the proxy would be followed at each question.
        asked: Request = request._get_current_object()  # type: ignore[attr-defined]
        if code := asked.environ.get(REFUSED):
            abort(code)
        if asked.content_encoding not in (None, "", "identity"):
            abort(415)  # Nothing of ours sends a compressed body, and one may unfold to anything.
        view = app.view_functions.get(asked.endpoint or "")
        if not getattr(view, "takes_files", False):
            asked.max_content_length = min(PLAIN_BODY, app.config["MAX_CONTENT_LENGTH"])
        most = asked.max_content_length
        if most is not None and (asked.content_length or 0) > most:
            abort(413)
