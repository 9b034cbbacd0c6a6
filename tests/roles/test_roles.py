"""The table of roles and routes is what somebody looked at and agreed to.

A new route is added to it with `python -m pytest tests/roles --write-roles`; read the difference before it is kept.
"""

from __future__ import annotations

import pytest
from flask import Flask

from ideaboard.extensions import db
from tests.database import empty_tables, on_sqlite
from tests.roles.asking import TABLE, read, rows_of
from tests.roles.world import make_world


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    """What was asked, kept for all tests of this file."""
    return {}


@pytest.fixture
def lines(app: Flask, found: dict[str, list[str]]) -> list[str]:
    """Ask everything once."""
    if "lines" not in found:
        found["lines"] = rows_of(app, make_world())
        with app.app_context():
            db.session.remove()
        empty_tables()
    return found["lines"]


def path_of(rule: str) -> str:
    """Return the path of a line that begins with its method."""
    return rule.partition(" ")[2]


@on_sqlite
def test_everybody_is_answered_as_the_table_says(lines: list[str], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-roles"):
        TABLE.write_text("\n".join(lines) + "\n")
    expected, answered = read(TABLE.read_text().splitlines()), read(lines)
    assert sorted(answered) == sorted(expected)
    wrong = {rule: answers for rule, answers in answered.items() if answers != expected[rule]}
    assert wrong == {}


@on_sqlite
def test_nothing_fails(lines: list[str]) -> None:
    failed = [
        rule
        for rule, answers in read(lines).items()
        if path_of(rule) != "/readyz" and any(answer.startswith("5") for answer in answers.values())
    ]
    assert failed == []


@on_sqlite
def test_nobody_but_admins_is_let_into_their_pages(lines: list[str]) -> None:
    for rule, answers in read(lines).items():
        if path_of(rule).startswith("/admin"):
            refused = {role: answer for role, answer in answers.items() if role != "admin"}
            assert set(refused.values()) <= {"in", "401", "403", "404"}, rule


@on_sqlite
def test_nobody_but_moderators_is_let_into_their_pages(lines: list[str]) -> None:
    for rule, answers in read(lines).items():
        if path_of(rule).startswith("/moderasi"):
            refused = {role: answer for role, answer in answers.items() if role not in ("moderator", "admin")}
            assert set(refused.values()) <= {"in", "401", "403", "404"}, rule


ONLY_READS = {"POST /t/<slug>/ide/mirip"}  # a whole text does not fit an address


@on_sqlite
def test_who_may_not_write_is_refused_wherever_a_member_is_not(lines: list[str]) -> None:
    own = ("/akun", "/keluar", "/pemberitahuan", "/banding", "/masuk", "/daftar", "/sandi", "/lupa", "/konfirmasi")
    for rule, answers in read(lines).items():
        method, path = rule.split()[0], path_of(rule)
        if (
            method == "POST"
            and rule not in ONLY_READS
            and not path.startswith(own)
            and answers["member"] in ("200", "303", "400", "422")
        ):
            assert {answers["silenced"], answers["suspended"]} == {"403"}, rule
