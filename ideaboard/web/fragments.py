"""Parts of pages that are kept: fragments by all that they show, frames by the number of their page.

A fragment's key holds everything its template shows, so nothing goes stale: what changed has another key.
A stencil is a fragment with holes for words, so that things that differ in nothing else share one.
A frame is a page with holes for what differs between its readers; it is made anew when the page's number
(data/page_versions.py) or one of its words changes. Tokens against forged requests are holes of both.
"""

import re
import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask, current_app, g, render_template, request, session
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from ideaboard.data.clock import now
from ideaboard.web.locale import choose_theme, saves_data
from ideaboard.web.shelf import Shelf

FRAGMENTS, FRAMES, STENCILS = 4 * 2**20, 2 * 2**20, 2**20  # bytes of text in one process
ROWS = 64  # pages whose rows are kept
Rows = TypeVar("Rows")
_MARK = secrets.token_hex(8)  # Nobody who writes on our pages can guess a hole.
_HOLE = re.compile(f"<!--{_MARK}-([a-z]+)-->")
CSRF = "token"
# Stands for an id in a stencil, since addresses are made of numbers only; nothing else has it.
ANY_ID = 10**17 + secrets.randbelow(9 * 10**17)


def hole(name: str) -> Markup:
    """Return a mark that `fill` puts something else in the place of."""
    return Markup("<!--{}-{}-->").format(_MARK, name)


def fill_holes(html: str, **values: str) -> str:
    """Return a part that was kept with these values, escaped by the caller, in its holes."""
    filled = str(html)  # Markup would escape what is put in once more.
    for name, value in values.items():
        filled = filled.replace(f"<!--{_MARK}-{name}-->", value)
    return filled


def csrf_field() -> Markup:
    """Return the hidden field of a form; in a part that is kept a hole, for readers have tokens of their own."""
    return hole(CSRF) if g.get("is_kept_part") else _field()


def _field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(_token())


def _token() -> str:
    """Return the reader's token: the one that came with this form, if it is good, for signing another costs."""
    came = request.form.get("csrf_token") if g.get("csrf_valid") and "csrf_token" not in g else None
    return came if came and "csrf_token" in session else str(generate_csrf())


def with_token(html: str) -> str:
    """Fill the holes for tokens, if there are any."""
    mark = f"<!--{_MARK}-{CSRF}-->"
    return html.replace(mark, _field()) if mark in html else html


def fragment(template: str, key: Hashable, **context: Any) -> Markup:
    """Return a rendered template. `key` holds all that it shows but language, theme and data saver."""
    shelf: Shelf[Markup] = current_app.extensions["fragments"]
    whole = (template, key, *_reader())
    kept = shelf.get(whole)
    if kept is None:
        kept = Markup(_render_to_keep(template, context))  # noqa: S704  what Jinja rendered is escaped
        shelf.put(whole, kept)
    return kept


class Stencil:
    """A fragment with holes: words, and the id that ANY_ID stood for, are put in for each thing that it shows."""

    def __init__(self, html: str) -> None:
        self._parts = _HOLE.split(html.replace(str(ANY_ID), hole("id")))
        self._holes = [(place, self._parts[place]) for place in range(1, len(self._parts), 2)]
        self.size = len(html)

    def fill(self, values: dict[str, str]) -> str:
        """Return the fragment with these values, escaped by the caller, in its holes; tokens come with the page."""
        parts = list(self._parts)
        for place, name in self._holes:
            parts[place] = values[name] if name != CSRF else f"<!--{_MARK}-{CSRF}-->"
        return "".join(parts)


def stencils_of(template: str) -> Callable[[Hashable, Callable[[], dict[str, Any]]], Stencil]:
    """Return a function that gives this reader's stencils of a template: by a key, and what to make a new one of.

    The key holds everything that the template shows or decides by, but what the holes hold.
    """
    shelf: Shelf[Stencil] = current_app.extensions["stencils"]
    reader = (template, *_reader())

    def find(key: Hashable, context: Callable[[], dict[str, Any]]) -> Stencil:
        whole = (key, reader)
        kept = shelf.get(whole)
        if kept is None:
            kept = Stencil(_render_to_keep(template, context()))
            shelf.put(whole, kept)
        return kept

    return find


def kept_rows(key: Hashable, versions: tuple[int, int], read: Callable[[], Rows]) -> Rows:
    """Return what `read` finds for a page; from memory while the number of the page stays, see `frame`."""
    shelf: Shelf[tuple[tuple[int, int], Rows]] = current_app.extensions["rows"]
    kept = shelf.get(key)
    if kept is None or kept[0] != versions:
        kept = (versions, read())
        shelf.put(key, kept)
    return kept[1]


@dataclass(frozen=True)
class Frame:
    """A page with holes, and when it is true: text, name of a hole, text, …"""

    versions: tuple[int, int]
    made_at: datetime
    until: datetime | None
    parts: list[str]

    def is_true(self, versions: tuple[int, int]) -> bool:
        """Say whether the page would be made the same now."""
        in_time = self.made_at <= now() and (self.until is None or now() < self.until)
        return in_time and self.versions == versions

    def fill(self, **values: str) -> str:
        """Return the page with these values in its holes; tokens come by themselves."""
        texts = list(self.parts)
        for place in range(1, len(texts), 2):
            texts[place] = values[texts[place]] if texts[place] != CSRF else str(hole(CSRF))
        return with_token("".join(texts))


def frame(key: Hashable, versions: tuple[int, int], make: Callable[[], str]) -> Frame:
    """Return the frame of a page; `make` renders it with holes. `versions` were read before what `make` shows."""
    shelf: Shelf[Frame] = current_app.extensions["frames"]
    whole = (key, *_reader())
    kept = shelf.get(whole)
    if kept is None or not kept.is_true(versions):
        moment = now()
        g.is_kept_part = True
        try:
            parts = _HOLE.split(make())
        finally:
            g.is_kept_part = False
        kept = Frame(versions, moment, g.get("words_hold_until"), parts)
        shelf.put(whole, kept)
    if kept.until:
        words_hold_until(kept.until)
    return kept


def words_hold_until(moment: datetime) -> None:
    """Say that something on this page reads differently from `moment` on."""
    g.words_hold_until = min(moment, g.get("words_hold_until", moment))


def _reader() -> tuple[str, str, bool]:
    found: tuple[str, str, bool] | None = g.get("kept_for")
    if found is None:
        found = g.kept_for = (str(get_locale()), choose_theme(), saves_data())
    return found


def _render_to_keep(template: str, context: dict[str, Any]) -> str:
    before = g.get("is_kept_part", False)
    g.is_kept_part = True
    try:
        return render_template(template, **context)
    finally:
        g.is_kept_part = before


def init_fragments(app: Flask) -> None:
    """Make room for what is kept, and offer templates what they need of it."""
    app.extensions["fragments"] = Shelf[Markup](FRAGMENTS, len)
    app.extensions["stencils"] = Shelf[Stencil](STENCILS, lambda made: made.size)
    app.extensions["frames"] = Shelf[Frame](FRAMES, lambda made: sum(map(len, made.parts)))
    app.extensions["rows"] = Shelf[Any](ROWS, lambda _kept: 1)
    app.jinja_env.globals.update(csrf_field=csrf_field, hole=hole, hollow=lambda: g.get("is_kept_part", False))
