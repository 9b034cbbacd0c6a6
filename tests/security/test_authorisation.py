"""Reading changes nothing, visitors change nothing, and no form takes more than it shows."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.ideas.models import Idea
from tests.database import on_sqlite, scalar
from tests.security.board import Board, argument_names, some

# Opening a case takes it for ten minutes, the counts of a closed board are frozen at first sight, /readyz tries.
NOTES = {"/moderasi/kasus/<int:case_id>", "/t/<slug>/hitungan", "/readyz"}
# What somebody adds who hopes that a form takes any column.
MORE = {
    "is_admin": "1",
    "is_moderator": "1",
    "role": "admin",
    "roles": "admin",
    "trust": "9",
    "status": "published",
    "author_id": "1",
    "user_id": "1",
    "id": "1",
    "vote_count": "999",
    "listed": "1",
    "hot": "1e9",
    "created_at": "2000",
    "email_confirmed_at": "2000-01-01",
    "suspended_at": "",
    "silenced_until": "",
    "verified_at": "2000-01-01",
}


@on_sqlite
@pytest.mark.parametrize("role", ["visitor", "owner", "moderator", "admin"])
def test_no_reading_writes(board: Board, role: str) -> None:
    turn = ("visitor", "owner", "moderator", "admin").index(role)
    rules = [(rule, path) for rule, path in board.paths(reads=True) if rule not in NOTES]
    for _rule, path in some(rules, turn, 4):
        browser = board.browser(role)
        browser.get(path, query_string=dict.fromkeys(argument_names(), "1"))
        assert not board.saved.is_changed(), path


@on_sqlite
def test_visitors_change_nothing(board: Board) -> None:
    for _rule, path in some(board.paths(reads=False), 0, 2):
        board.browser("visitor").post(path, {})
        assert not board.saved.is_changed(), path


@on_sqlite
def test_no_field_that_a_form_does_not_have_changes_anything(board: Board) -> None:
    person, columns = board.world.people["member"], (User.is_admin, User.is_moderator, User.suspended_at)
    assert person
    before = [scalar(select(column).where(User.id == person.id)) for column in columns]
    fields = {**MORE, "name": "Rina", "handle": "rina-baru", "body": "Bagus sekali idenya.", "city": "Metro"}
    for _rule, path in some(board.paths(reads=False), 1, 3):
        board.browser("member").post(path, fields)
        after = [scalar(select(column).where(User.id == person.id)) for column in columns]
        assert after == before, path
        assert (scalar(select(Idea.vote_count).where(Idea.id == board.world.values["idea_id"])) or 0) <= 1, path
        board.saved.bring_back()
