"""Migrations go forward and back with data, on both databases, and end where the models are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from ideaboard.accounts.models import User, UserSession
from ideaboard.app import create_app
from ideaboard.audit.service import record
from ideaboard.audit.verification import verify
from ideaboard.config import ROOT
from ideaboard.data.clock import now
from ideaboard.data.search import Asked, ranked_hits
from ideaboard.data.search_index import Entry, leave_alone
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.notifications.models import Notice
from ideaboard.posts.models import Post
from ideaboard.web.health import newest_revision
from tests import database
from tests.browser import Browser
from tests.conftest import test_settings
from tests.factories import make_idea, make_user


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database without tables."""
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgresql_url")
    app = create_app(test_settings(tmp_path, url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def triggers() -> dict[str, str]:
    """The text of every trigger, or on PostgreSQL of the function that it calls, by its name."""
    on_sqlite = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    elsewhere = (
        "SELECT tgname, pg_get_triggerdef(t.oid) || prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid "
        "WHERE NOT tgisinternal"
    )
    with db.engine.connect() as connection:
        rows = connection.execute(text(on_sqlite if db.engine.dialect.name == "sqlite" else elsewhere))
        return {row[0]: row[1] for row in rows}


def test_the_migrations_end_where_the_models_are(empty_app: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": leave_alone})
        assert compare_metadata(context, db.metadata) == []
        assert context.get_current_revision() == newest_revision()


def test_the_migrations_go_back_and_forward_with_data(empty_app: Flask) -> None:
    upgrade()
    database.use(empty_app)
    make_idea()
    with transaction():
        record("test", "user", 1, actor_id=None)
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert "ideas" in tables()


def test_the_migrations_leave_the_triggers_of_the_models(empty_app: Flask) -> None:
    """A table that a migration copies on SQLite loses its triggers without a word: this one finds it."""
    upgrade()
    migrated = triggers()
    downgrade(revision="base")
    db.create_all()
    assert migrated == triggers()
    assert "search_idea_posts" in migrated


def test_what_was_there_before_the_search_index_is_found(empty_app: Flask) -> None:
    upgrade()
    database.use(empty_app)
    idea = make_idea(title="Keripik sambal seruit")
    make_idea(status="draft")
    db.session.remove()  # What it has read must not keep the migrations waiting.
    downgrade(revision="0002")
    upgrade()
    found = database.rows(select(Entry.object_id).where(Entry.kind == "idea"))
    assert found == [idea.id]
    with database.context():
        assert [row.kind for row in db.session.execute(ranked_hits(Asked.parse("seruit")))] == ["idea"]


def test_who_had_earned_trust_keeps_it(empty_app: Flask) -> None:
    upgrade()
    database.use(empty_app)
    since = now() - timedelta(days=3)
    old, young = make_user(created_at=since), make_user()
    for author in (old, old, young, young):
        make_idea(author=author)
    database.write(lambda: db.session.execute(update(Post).values(published_at=since)))
    db.session.remove()
    downgrade(revision="0010")
    upgrade()
    levels = {row[0]: row[1] for row in db.session.execute(select(User.id, User.trust_level))}
    assert (levels[old.id], levels[young.id]) == (1, 0)


def test_going_back_before_the_second_step_keeps_the_bell_right(empty_app: Flask) -> None:
    upgrade()
    database.use(empty_app)
    person, idea = make_user(unread_count=2), make_idea()
    told = [Notice(user_id=person.id, kind="commented", key="1", post_id=idea.id)]
    told += [Notice(user_id=person.id, kind="account-two-step-on", key="2")]
    database.write(lambda: db.session.add_all(told))
    db.session.remove()
    downgrade(revision="0017")
    left = db.session.execute(text("SELECT kind FROM notices")).scalars().all()
    unread = db.session.scalar(text(f"SELECT unread_count FROM users WHERE id = {person.id}"))
    assert (left, unread) == (["commented"], 1)
    db.session.remove()
    upgrade()
    with pytest.raises(IntegrityError):
        database.write(lambda: db.session.add(Notice(user_id=person.id, kind="commented", key="3")))


def test_the_migrated_audit_log_refuses_change(empty_app: Flask) -> None:
    upgrade()
    with transaction():
        record("test", "user", 1, actor_id=None)
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text("UPDATE audit_log SET action = 'other'"))
    assert verify().broken_id is None


NEXT = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "next", {head!r}

def upgrade():
    with op.batch_alter_table("users") as batch:
        batch.add_column(sa.Column("nickname", sa.String(60), server_default="-"))
        batch.create_check_constraint("nickname", "nickname <> ''")  # SQLite makes the table anew for this.
"""


def test_a_table_made_anew_takes_no_rows_of_others_with_it(empty_app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", folder)
    (folder / "versions" / "next.py").write_text(NEXT.format(head=newest_revision()))
    upgrade()
    database.use(empty_app)
    Browser(empty_app).sign_in(make_user())
    upgrade(directory=str(folder))
    assert db.session.scalar(text("SELECT nickname FROM users")) == "-"
    assert database.count(UserSession) == 1
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
