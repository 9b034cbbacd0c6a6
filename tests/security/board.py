"""A small board that is put back after every request, and whoever asks it for something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

from flask import Flask
from hypothesis import settings
from werkzeug.test import TestResponse
from wtforms.fields.core import UnboundField

from ideaboard.config import ROOT
from ideaboard.web.forms import Form
from tests.browser import Browser
from tests.roles.asking import Saved, asked, browser_of, token_of
from tests.roles.world import World, make_world

READS = {"GET"}
Thing = TypeVar("Thing")


def some(things: Iterable[Thing], turn: int, step: int) -> list[Thing]:
    """Return every `step`-th thing, another choice for each turn; all of them under --hypothesis-profile=long."""
    listed = list(things)
    return listed if settings.default.max_examples > 1000 else listed[turn % step :: step]  # type: ignore[union-attr]


class Board:
    """The routes of the app with the addresses of a small board in them, and its people's sessions."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.world: World = make_world()
        self.tokens = {role: token_of(app, person) for role, person in self.world.people.items() if person}
        self.saved = Saved(app)
        self.rows = list(asked(app, self.world))

    def paths(self, *, reads: bool) -> Iterator[tuple[str, str]]:
        """Give (rule, path) of what is read, or of what is written to."""
        return ((rule, path) for method, rule, path in self.rows if (method in READS) == reads)

    def browser(self, role: str) -> Browser:
        """Return a browser that nobody used, signed in as somebody of that role."""
        return browser_of(self.app, self.tokens.get(role))

    def ask(self, role: str, path: str, **more: Any) -> TestResponse:
        """Load a page; the board is put back when it wrote."""
        return self.back(self.browser(role).get(path, **more))

    def send(self, role: str, path: str, fields: dict[str, Any], **more: Any) -> TestResponse:
        """Send a form; the board is put back when it wrote."""
        return self.back(self.browser(role).post(path, fields, **more))

    def back(self, answer: TestResponse) -> TestResponse:
        """Put the board back as it was."""
        self.saved.bring_back()
        return answer


@cache
def field_names() -> frozenset[str]:
    """Return the name of every field that any form of the app reads."""
    names: set[str] = set()
    waiting = list(Form.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        names |= {name for name in dir(form) if isinstance(getattr(form, name, None), UnboundField)}
    pattern = re.compile(r"request\.form(?:\.get|\.getlist)?[(\[]\"([a-z_]+)\"")
    for path in (ROOT / "ideaboard").rglob("*.py"):
        names |= set(pattern.findall(path.read_text()))
    return frozenset(names - {"csrf_token"})


@cache
def argument_names() -> frozenset[str]:
    """Return the name of every argument that any page reads from its address."""
    pattern = re.compile(r"request\.args(?:\.get|\.getlist)?[(\[]\"([a-z_]+)\"|\"([a-z]+)\" in request\.args")
    found = (pattern.findall(path.read_text()) for path in (ROOT / "ideaboard").rglob("*.py"))
    return frozenset(name for pairs in found for pair in pairs for name in pair if name)
