"""Whole pages for visitors, kept in this process for as long as they are true.

A handler marked `kept_for_visitors` says with `keep_page` what its page shows: the page's number in the database
(data/page_versions.py) as it was before the data was read; `words_hold_until` says how long its words hold. The
next visitor who would get the same page gets it from memory after one look at the number, as 304 when the browser
has it already, and compressed once. Nothing is thrown away by hand: a page with another number is made again.
"""

import gzip
import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy.exc import DBAPIError

from ideaboard.data.clock import now
from ideaboard.data.engine import leave_replica, may_lag
from ideaboard.data.page_versions import versions_of
from ideaboard.extensions import login_manager
from ideaboard.web.locale import choose_locale, choose_theme, wants_less_data
from ideaboard.web.rendering import wants_fragment
from ideaboard.web.shelf import Shelf

View = TypeVar("View", bound=Callable[..., Any])
SENT = "ideaboard.kept"  # where the request says which page it was answered with, and by whom (web/replay.py)
ROOM = 8 * 2**20  # bytes of pages in one process
LONGEST = timedelta(minutes=10)  # that a page is kept although nothing changed
VARY = "Accept-Encoding, Accept-Language, Cookie, HX-History-Restore-Request, HX-Request, Save-Data"


@dataclass
class Kept:
    """A page as it was made, and when it is true."""

    page: int
    versions: tuple[int, int]
    made_at: datetime
    until: datetime
    body: bytes
    etag: str
    on_shown: Callable[[], None]
    zipped: bytes = b""

    def in_gzip(self) -> bytes:
        """Return the body compressed; done once, for the first who can read it."""
        self.zipped = self.zipped or gzip.compress(self.body, 6, mtime=0)
        return self.zipped

    def is_true(self) -> bool:
        """Say whether the page would be made the same now; one statement."""
        return self.made_at <= now() < self.until and _numbers(self.page) == self.versions


def kept_for_visitors(*names: str, also: Callable[..., Hashable] | None = None) -> Callable[[View], View]:
    """Mark a handler whose pages may be kept: `names` are the only parameters of its address that change them.

    `also`, called with the handler's arguments, adds what else the page of this reader depends on.
    """

    def mark(view: View) -> View:
        view.kept = (frozenset(names), also)  # type: ignore[attr-defined]
        return view

    return mark


def keep_page(page: int, versions: tuple[int, int], on_shown: Callable[[], None]) -> None:
    """Let the answer to this request be kept; `on_shown` runs at each later use.

    `versions` were read before the data, or in the same statement: a change in between must not stay unseen.
    """
    g.keep_page = (page, versions, on_shown)


def init_page_cache(app: Flask) -> None:
    """Answer from memory before anything else is done for a request, and keep what handlers allow."""
    cache: Shelf[Kept] = Shelf(ROOM, lambda kept: len(kept.body))
    app.extensions["page_cache"] = cache

    @app.before_request
    def answer() -> Response | None:
        kept_by = getattr(current_app.view_functions.get(request.endpoint or ""), "kept", None)
        if kept_by is None or not _is_for_visitor():
            return None
        g.page_key = _key(*kept_by)
        kept = cache.get(g.page_key) if g.page_key else None
        if kept is None or not kept.is_true():
            return None
        kept.on_shown()
        return _response(kept)

    @app.after_request
    def keep(response: Response) -> Response:
        if "keep_page" not in g or not g.get("page_key") or not _may_be_kept(response):
            return response
        kept = _kept(response)
        cache.put(g.page_key, kept)
        return _response(kept)


def _is_for_visitor() -> bool:
    """Say whether the answer is one that everybody may get; whoever is signed in is left to the handler."""
    if request.method not in {"GET", "HEAD"} or current_app.debug:
        return False
    if "_user_id" in session or "_flashes" in session:
        return False
    g._login_user = login_manager.anonymous_user()  # What Flask-Login would find out, in more steps.
    return True


def _key(names: frozenset[str], also: Callable[..., Hashable] | None) -> Hashable:
    """Return what the page depends on in the request; None when it is not a page to be kept."""
    asked = request.args
    if not names.issuperset(asked):
        return None
    where = (request.path, tuple(asked.items(multi=True)), also(**(request.view_args or {})) if also else None)
    return (*where, choose_locale(), choose_theme(), wants_less_data(), wants_fragment())


def _numbers(page: int) -> tuple[int, int] | None:
    """Return the numbers of a page, from the replica if there is one; None when that has just failed."""
    may_lag()
    try:
        return versions_of(page)
    except DBAPIError:
        if not leave_replica():
            raise
        return None


def _may_be_kept(response: Response) -> bool:
    changed = session.modified or "Set-Cookie" in response.headers or "Cache-Control" in response.headers
    return response.status_code == 200 and not changed and not g.get("no_store")


def _kept(response: Response) -> Kept:
    page, versions, on_shown = g.keep_page
    made, body = now(), response.get_data()
    until = min(made + LONGEST, g.get("words_hold_until", made + LONGEST))
    etag = hashlib.blake2b(body, digest_size=12).hexdigest()
    return Kept(page, versions, made, until, body, etag, on_shown)


def _response(kept: Kept) -> Response:
    """Answer with the page, as the browser can read it; 304 when it has the same one."""
    request.environ[SENT] = (kept, request.endpoint)
    headers = [("Vary", VARY), ("ETag", f'W/"{kept.etag}"')]
    if kept.etag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers=headers)
    body = kept.body
    if request.accept_encodings["gzip"]:
        body = kept.in_gzip()
        headers.append(("Content-Encoding", "gzip"))
    return Response(body, headers=headers, content_type="text/html; charset=utf-8")
