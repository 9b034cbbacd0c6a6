"""No other site can make somebody's browser write: every route, every way to leave the proof out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.database import on_sqlite
from tests.security.board import Board, some

NOTHING: dict[str, str] = {"csrf_token": ""}
# name: (fields, what else the request has)
ATTACKS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "no token": (NOTHING, {}),
    "from another site": ({}, {"headers": {"Origin": "https://jahat.example"}}),
    "from nowhere": ({}, {"headers": {"Origin": "null"}}),
    "fetched by another site": ({}, {"headers": {"Sec-Fetch-Site": "cross-site"}}),
    "fetched by a neighbour": ({}, {"headers": {"Sec-Fetch-Site": "same-site"}}),
    "htmx is no proof": (NOTHING, {"htmx": True}),
    "several tokens": ({"csrf_token": ["", "x"]}, {}),
    "a long token": ({"csrf_token": "x" * 100_000}, {}),
    "a token of the query": (NOTHING, {"query_string": {"csrf_token": "x"}}),
}
KINDS = ["text/plain", "application/json", "multipart/form-data", "application/xml", "application/octet-stream"]


# Mail programs press it and hold no token: the address itself is signed, and can do nothing but end mails.
SIGNED = "/surel/berhenti/"


def writes(board: Board, turn: int = 0, step: int = 4) -> list[str]:
    paths = [path for rule, path in board.paths(reads=False) if not rule.startswith(SIGNED)]
    assert len(paths) > 60
    return some(paths, turn, step)


@on_sqlite
@pytest.mark.parametrize("name", ATTACKS)
def test_a_write_without_proof_is_refused_everywhere(board: Board, name: str) -> None:
    """The first two at every route, the others at every fourth."""
    fields, more = ATTACKS[name]
    turn = list(ATTACKS).index(name)
    for path in writes(board, turn, 1 if turn < 2 else 4):
        assert board.browser("admin").post(path, fields, **more).status_code == 403, path
    assert not board.saved.is_changed()


@on_sqlite
def test_a_token_of_somebody_else_is_no_proof(board: Board) -> None:
    other = board.browser("member")._csrf()
    for path in writes(board):
        assert board.browser("admin").post(path, {"csrf_token": other}).status_code == 403, path
    assert not board.saved.is_changed()


@on_sqlite
@pytest.mark.parametrize("kind", KINDS)
def test_a_form_of_another_kind_carries_no_token(board: Board, kind: str) -> None:
    for path in writes(board, KINDS.index(kind)):
        browser = board.browser("admin")
        data = f"csrf_token={browser._csrf()}&body=x"
        assert browser.client.post(path, data=data, content_type=kind).status_code in (400, 403), path
    assert not board.saved.is_changed()


@on_sqlite
def test_with_the_proof_the_same_requests_are_let_in(board: Board) -> None:
    """What the tests above are worth: without the attack the answer is another one."""
    answers = [board.send("admin", path, {}).status_code for path in writes(board)]
    assert answers.count(403) < len(answers) / 2
