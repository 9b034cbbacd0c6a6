"""One handler serves page and fragment; only this module reads htmx's headers."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import Response, flash, make_response, redirect, render_template, request
from flask_login import current_user
from markupsafe import escape
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.web.fragments import Frame, fill_holes, with_token
from ideaboard.web.fragments import fragment as kept_fragment

LONGEST_NAME = 300  # of a text in the browser: it travels in the session cookie


def wants_fragment() -> bool:
    """Say whether htmx asks for a part of a page. A history restore always gets the whole page."""
    return request.headers.get("HX-Request") == "true" and not request.headers.get("HX-History-Restore-Request")


def page_of_reader() -> str:
    """Return path and query of the page that htmx was on when it sent this request; "" when it does not say."""
    try:
        parts = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return ""
    return urlunsplit(("", "", parts.path, parts.query, "")) if parts.netloc == request.host else ""


def vary(response: Response) -> Response:
    """Say that the answer depends on htmx's headers, so that no cache shows a fragment as a page."""
    response.vary.update(("HX-Request", "HX-History-Restore-Request"))
    return response


def render(page: str, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """Answer with `page`, or with `fragment` when htmx asks and there is one."""
    template = fragment if fragment and wants_fragment() else page
    return vary(make_response(with_token(render_template(template, **context)), status))


def send_page(kept: Frame, **holes: str) -> Response:
    """Answer with a page from its frame; the reader's header fills its own hole."""
    return vary(make_response(kept.fill(header=_header(), **holes)))


def _header() -> str:
    """Return the reader's header: kept for everybody with as many unread notices, with the name in holes."""
    person = current_user._get_current_object()
    if not person.is_authenticated:
        return kept_fragment("_header.html", (request.endpoint, None))
    header = kept_fragment("_header.html", (request.endpoint, (person.unread_count, person.is_admin)))
    initials = "".join(word[0].upper() for word in person.name.split()[:2])  # As in the macro `avatar`.
    return fill_holes(header, name=escape(person.name), initials=escape(initials))


def fragment_or_redirect(
    fragment: str, to: str, *, message: str | None = None, category: str = "done", **context: Any
) -> BaseResponse:
    """Answer a write: the changed fragment for htmx, 303 to `to` for a browser.

    `message` is announced in both: in the page's status region, or flashed for the next page.
    """
    return text_or_redirect(lambda: render_template(fragment, **context), to, message=message, category=category)


def text_or_redirect(
    make: Callable[[], str], to: str, *, message: str | None = None, category: str = "done"
) -> BaseResponse:
    """Do the same with HTML that `make` returns."""
    if wants_fragment():
        html = make()
        if message:
            html += str(kept_fragment("_announce.html", str(message), message=str(message)))
        return vary(make_response(html))
    if message:
        flash(str(message), category)
    return see_other(to)


def say_arrived(kept_as: str) -> None:
    """Let the next page forget a text that the browser kept under this name until we have it (writing.js)."""
    if kept_as.startswith("keep:") and len(kept_as) <= LONGEST_NAME:
        flash(kept_as, "arrived")


def keeper() -> int:
    """Return whose texts a form keeps in the browser; who was signed out in its middle still owns what is there."""
    if current_user.is_authenticated:
        return int(current_user.id)
    before = re.match(r"keep:(\d{1,19}):", request.form.get("keep", ""))
    return int(before[1]) if before else 0


def see_other(to: str, message: str | None = None, category: str = "done") -> BaseResponse:
    """Answer 303 to `to`; htmx is told to load that page whole. `message` shows there."""
    if message:
        flash(str(message), category)
    if category == "done":
        say_arrived(request.form.get("keep", ""))
    if wants_fragment():
        response = make_response("", 200)
        response.headers["HX-Redirect"] = to
        return response
    return redirect(to, 303)
