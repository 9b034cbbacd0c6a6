"""Who may reach a handler at all: same-site writes only, signed in unless a route is marked public."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_login import current_user
from werkzeug.routing import IntegerConverter, Map

from ideaboard.web.incoming import Incoming, check_address

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def public(view: View) -> View:
    """Mark a handler whose unsafe methods visitors may call (sign-in, sign-up, display…)."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def private(view: View) -> View:
    """Mark a handler whose pages too need a signed-in reader."""
    view.is_private = True  # type: ignore[attr-defined]
    return view


def open_to_silenced(view: View) -> View:
    """Mark a handler whose unsafe methods stay open to people who may not write: signing out, appeals, export…"""
    view.is_for_silenced = True  # type: ignore[attr-defined]
    return view


def safe_next(target: str | None) -> str:
    """Return `target` when it is a path on this site, else '/'."""
    text = target or ""
    suspicious = any(ord(char) < 33 or char == "\\" for char in text)
    parts = None if suspicious else _split(text)
    inside = parts and not parts.scheme and not parts.netloc and text.startswith("/") and not text.startswith("//")
    return text if inside else "/"


def _split(text: str) -> Any:
    try:
        return urlsplit(text)
    except ValueError:
        return None


def same_site() -> bool:
    """Say whether the browser sent this request from our own pages (or says nothing, as scripts do)."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or getattr(_split(origin), "netloc", None) == request.host


class _Number(IntegerConverter):
    """A number in a path that a database column can hold; a larger one is an address that leads nowhere."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": 2**63 - 1, **options})


def init_guards(app: Flask) -> None:
    """Check every request before its handler runs."""
    app.url_map.converters["int"] = _Number
    app.request_class = Incoming

    @app.before_request
    def check() -> None:
        check_address(request)
        if request.method not in SAFE_METHODS and not same_site():
            abort(403)
        view = current_app.view_functions.get(request.endpoint or "")
        if view is None or request.endpoint == "static":
            return
        needs_person = getattr(view, "is_private", False) or (
            request.method not in SAFE_METHODS and not getattr(view, "is_public", False)
        )
        if needs_person and not current_user.is_authenticated:
            abort(401)
