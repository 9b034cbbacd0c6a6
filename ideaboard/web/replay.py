"""Requests that came before, word for word: answered with their kept page before Flask is asked.

page_cache.py decides which page a visitor gets, and everything that it looks at stands in the request. So a
request in which all of that is the same gets the same page, as long as that is true: one look at its number, and no
routing, session or hook. What those would have added to the answer is remembered from the first time.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from weakref import ref

from flask import Flask, g
from sqlalchemy.exc import SQLAlchemyError

from ideaboard.data.clock import now
from ideaboard.web.access import note_answer
from ideaboard.web.bounds import REFUSED
from ideaboard.web.headers import request_id
from ideaboard.web.page_cache import SENT, Kept
from ideaboard.web.shelf import Shelf

Environ = dict[str, Any]
Start = Callable[..., Any]
KNOWN = 2048  # requests that are remembered in one process
# Whatever any kept page, and any check before it, depends on. Who sends a session is never answered here.
ASKED = (
    *("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_COOKIE", "REMOTE_ADDR"),
    *("HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_SAVE_DATA"),
    *("HTTP_HX_REQUEST", "HTTP_HX_HISTORY_RESTORE_REQUEST", "HTTP_CONTENT_ENCODING", "CONTENT_LENGTH", REFUSED),
)
OF_BODY = {"content-type", "content-length", "content-encoding"}
OWN = {"x-request-id", "etag"}  # differ from answer to answer


class Known(NamedTuple):
    """What a request is answered with: its page while the cache keeps it, and the headers that all answers have."""

    kept: ref[Kept]
    endpoint: str
    headers: list[tuple[str, str]]
    is_zipped: bool


class Replay:
    """WSGI: answers what it knows, and learns from the answers of the app behind it."""

    def __init__(self, app: Flask) -> None:
        self._app, self._behind = app, app.wsgi_app
        self._known: Shelf[Known] = Shelf(KNOWN, lambda known: 1)
        self._places: Shelf[ref[Kept]] = Shelf(KNOWN, lambda kept: 1)

    def is_quick(self, path: str, query: str, cookies: str) -> bool:
        """Guess whether a GET is answered from memory: somebody without a session was, and the page is kept."""
        kept = self._places.get((path, query))
        return kept is not None and kept() is not None and self._app.config["SESSION_COOKIE_NAME"] not in cookies

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer a request."""
        began, asked = time.perf_counter(), self._asked(environ)
        if asked is None:
            return self._behind(environ, start)
        known = self._known.get(asked)
        kept = known and known.kept()
        if known and kept:
            with self._app.app_context():
                if _is_true(kept):
                    return self._again(known, kept, environ, start, began)
        return self._behind(environ, self._learning(asked, environ, start))

    def _asked(self, environ: Environ) -> tuple[Any, ...] | None:
        if environ["REQUEST_METHOD"] != "GET":
            return None
        if self._app.config["SESSION_COOKIE_NAME"] in environ.get("HTTP_COOKIE", ""):
            return None
        find = environ.get
        return (now().date(), *[find(name) for name in ASKED])  # The order of a visitor is one a day.

    def _again(self, known: Known, kept: Kept, environ: Environ, start: Start, began: float) -> Iterable[bytes]:
        kept.on_shown()
        g.request_id = request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        own = [("X-Request-ID", g.request_id), ("ETag", f'W/"{kept.etag}"')]
        if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            status, body = 304, b""
        else:
            status, body = 200, kept.in_gzip() if known.is_zipped else kept.body
            own += [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
            own += [("Content-Encoding", "gzip")] * known.is_zipped
        note_answer(self._app, known.endpoint, status, len(body), began)
        for hook in self._app.extensions["after_replay"]:
            hook()
        start("200 OK" if status == 200 else "304 NOT MODIFIED", [*known.headers, *own])
        return [body]

    def _learning(self, asked: tuple[Any, ...], environ: Environ, start: Start) -> Start:
        def begin(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            sent = environ.pop(SENT, None)
            names = {name.lower() for name, _ in headers}
            if sent is not None and status.startswith("200") and "set-cookie" not in names:
                always = [pair for pair in headers if pair[0].lower() not in OF_BODY | OWN]
                kept, endpoint = sent
                self._places.put((environ["PATH_INFO"], environ["QUERY_STRING"]), ref(kept))
                self._known.put(asked, Known(ref(kept), endpoint, always, "content-encoding" in names))
            return start(status, headers, *error)

        return begin


def _is_true(kept: Kept) -> bool:
    try:
        return kept.is_true()
    except SQLAlchemyError:  # The long way says what is wrong, in words.
        return False


def init_replay(app: Flask) -> None:
    """Stand before the app; whatever has to happen after an answer of ours is in `after_replay`."""
    app.extensions.setdefault("after_replay", [])
    app.extensions["replay"] = app.wsgi_app = Replay(app)  # type: ignore[assignment,method-assign]
