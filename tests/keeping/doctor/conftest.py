"""A board that is well, and what the doctor says of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ideaboard.keeping.doctor.examination import examine
from tests.factories import make_user


@pytest.fixture
def well(board):
    """A board on each kind of database where nothing is wrong."""
    for _ in range(2):
        make_user(is_moderator=True)
    return board


@pytest.fixture
def small(small_board):
    """The same on SQLite alone."""
    for _ in range(2):
        make_user(is_moderator=True)
    return small_board


@pytest.fixture
def findings() -> Callable[..., dict[str, list[str]]]:
    """Return what the doctor finds in an app, by check; every line is one line."""

    def look(app) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        with app.app_context():
            for finding in examine():
                assert "\n" not in str(finding)
                found.setdefault(finding.check, []).append(finding.says)
        return found

    return look
