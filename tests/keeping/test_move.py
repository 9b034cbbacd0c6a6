"""Moving from SQLite to PostgreSQL: everything arrives as it was, or nothing does."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, inspect, select, text

from ideaboard.audit.verification import verify
from ideaboard.data.search import Asked, ranked_hits
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.jobs.models import OutboxMessage
from ideaboard.keeping.moving import Moved, move
from ideaboard.keeping.refusals import Refused
from ideaboard.screening.copies.models import CopySketch
from ideaboard.screening.versions import ListVersion
from tests.accounts.steps import PASSWORD, make_member, sign_in
from tests.browser import Browser
from tests.database import rows, scalar, write
from tests.factories import make_idea, make_user
from tests.keeping.content import BYTES, EARLY, HUGE, TEXT, contents, fill
from tests.votes.steps import support

pytestmark = pytest.mark.postgresql


def url_of(app) -> str:
    return str(app.config["SQLALCHEMY_DATABASE_URI"])


def move_quietly(source, target: str) -> list[Moved]:
    """Move between two addresses, with the app that migrations need."""
    with source.app_context():
        db.session.remove()
        return move(url_of(source), target.replace("postgresql://", "postgresql+psycopg://"), lambda _: None)


@pytest.fixture
def source(small_board):
    """A board with content on SQLite."""
    small_board.idea = fill(small_board)
    return small_board


@pytest.fixture
def target(new_postgresql: Callable[[], str]) -> str:
    return new_postgresql()


def test_every_table_arrives_and_is_proved(source, target, board_at):
    moved = move_quietly(source, target)
    assert {done.table for done in moved} == {*db.metadata.tables}
    assert all(done.source == done.target for done in moved)
    held = contents(source)
    other = board_at(target)
    assert contents(other) == held
    assert {done.table: str(done.target) for done in moved} == held


def test_odd_values_are_the_same_afterwards(source, target, board_at):
    move_quietly(source, target)
    board_at(target)
    assert scalar(select(ListVersion.mark).where(ListVersion.name == "huge")) == HUGE
    assert scalar(select(CopySketch.hashes)) == BYTES
    waiting = rows(select(OutboxMessage).where(OutboxMessage.kind == "mail").order_by(OutboxMessage.id))
    assert waiting[0].created_at == EARLY
    assert waiting[1].payload == {"z": 1, "a": [True, None, 1e-9, "\x00", TEXT]}


def test_the_log_holds_and_the_search_finds(source, target, board_at):
    move_quietly(source, target)
    with board_at(target).app_context():
        assert verify().problem == ""
        assert verify().rows > 0
        found = {row.object_id for row in db.session.execute(ranked_hits(Asked.parse("keripik")))}
    assert source.idea.id in found


def test_people_sign_in_and_vote_on_the_moved_board(small_board, target, board_at):
    make_member()
    idea = make_idea()
    move_quietly(small_board, target)
    browser = Browser(board_at(target))
    assert sign_in(browser, password=PASSWORD).status_code == 303
    assert support(browser, idea).status_code == 303
    assert scalar(select(Idea.vote_count).where(Idea.id == idea.id)) == 1


def test_new_rows_get_new_ids_and_are_found(source, target, board_at):
    move_quietly(source, target)
    app = board_at(target)
    idea = make_idea(title="Sesudah pindah")
    assert idea.id > source.idea.id
    with app.app_context():
        assert list(db.session.execute(ranked_hits(Asked.parse("pindah"))))


def test_the_guards_of_the_log_are_back(source, target, board_at):
    move_quietly(source, target)
    with board_at(target).app_context(), pytest.raises(Exception, match="append-only"):
        write(lambda: db.session.execute(text("DELETE FROM audit_log")))


def test_the_references_are_back(source, target):
    engine = create_engine(target.replace("postgresql://", "postgresql+psycopg://"))
    before = {name: len(inspect(engine).get_foreign_keys(name)) for name in db.metadata.tables}
    move_quietly(source, target)
    assert {name: len(inspect(engine).get_foreign_keys(name)) for name in db.metadata.tables} == before
    engine.dispose()
    assert sum(before.values()) > 40


def test_a_nul_becomes_a_sign_that_postgresql_can_keep(small_board, target, board_at):
    make_user("Warga\x00 \x00nol")
    moved = {done.table: done.replaced for done in move_quietly(small_board, target)}
    assert moved["users"] == 1
    board_at(target)
    assert scalar(text("SELECT name FROM users")) == "Warga\ufffd \ufffdnol"


def test_a_database_without_tables_gets_them(source, empty_postgresql_url, board_at):
    move_quietly(source, empty_postgresql_url)
    assert contents(board_at(empty_postgresql_url)) == contents(source)


# Refusals


def refused(source, target: str) -> str:
    with pytest.raises(Refused) as refusal:
        move_quietly(source, target)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_a_target_with_content_is_left_alone(source, target, board_at):
    other = board_at(target)
    make_user()
    held = contents(other)
    assert "not empty: its table users has rows" in refused(source, target)
    assert contents(other) == held


def test_a_target_of_somebody_else_is_left_alone(source, empty_postgresql_url):
    engine = create_engine(empty_postgresql_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id int)"))
    assert "invoices" in refused(source, empty_postgresql_url)
    assert inspect(engine).get_table_names() == ["invoices"]
    engine.dispose()


def test_another_migration_on_either_side_is_refused(source, target):
    with source.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0016'"))
    assert "the source is at migration 0016" in refused(source, target)


def test_a_source_that_is_written_is_refused(source, target):
    holder = sqlite3.connect(url_of(source).removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert "stop the server" in refused(source, target)
    finally:
        holder.close()


def test_nobody_writes_to_the_source_meanwhile(source, target):
    path, said = url_of(source).removeprefix("sqlite:///"), []

    def write_too(_: Moved) -> None:
        with sqlite3.connect(path, timeout=0) as writer:
            try:
                writer.execute("UPDATE users SET name = 'x'")
            except sqlite3.OperationalError as error:
                said.append(str(error))
        writer.close()

    with source.app_context():
        db.session.remove()
        move(url_of(source), target.replace("postgresql://", "postgresql+psycopg://"), write_too)
    assert set(said) == {"database is locked"}
    assert len(said) == len(db.metadata.tables)


def test_a_source_that_is_no_database_is_refused(source, target, tmp_path):
    (tmp_path / "text.db").write_text("no database " * 500)
    with source.app_context():
        for name, why in (("text.db", "not a database"), ("missing.db", "there is no database")):
            with pytest.raises(Refused, match=why):
                move(f"sqlite:///{tmp_path / name}", target.replace("postgresql:", "postgresql+psycopg:"), print)


def test_what_does_not_fit_is_named_and_nothing_stays(source, target, board_at):
    """SQLite lets texts be longer than their columns say."""
    with source.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE users SET name = :name"), {"name": "x" * 500})
    assert refused(source, target).startswith("the table users cannot be moved: value too long")
    assert not any(contents(board_at(target))[name] != empty for name, empty in _empty().items())


def test_a_row_that_refers_to_nothing_is_refused(source, target):
    path = url_of(source).removeprefix("sqlite:///")
    with sqlite3.connect(path) as writer:
        writer.execute("DELETE FROM users WHERE id = (SELECT min(author_id) FROM posts)")
    writer.close()
    assert "violates foreign key" in refused(source, target)


def test_a_server_that_is_away_is_said(source):
    assert "PostgreSQL said" in refused(source, "postgresql://nobody@127.0.0.1:1/x")


def _empty() -> dict[str, str]:
    from ideaboard.keeping.proof import Proof

    return {"users": str(Proof()), "posts": str(Proof()), "audit_log": str(Proof())}
