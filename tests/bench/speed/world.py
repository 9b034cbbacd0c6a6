"""The board that is measured: 10,000 ideas, 100,000 votes, 25,000 comments, and people who are signed in."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, g, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, insert, select

from ideaboard.accounts.models import User, UserSession
from ideaboard.accounts.sessions import hash_token
from ideaboard.app import create_app
from ideaboard.assets import compile_translations
from ideaboard.challenges.models import Challenge
from ideaboard.config import ROOT
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.paths import idea_path
from ideaboard.posts.models import Post
from ideaboard.seed.loader import make_plan, seed
from ideaboard.server import prepare_database

SIZE = {"ideas": 10_000, "votes": 100_000, "comments": 25_000}
PEOPLE = 4_000  # signed in at once; each supports less than its quota allows
SECRET = "a secret that only benches know, long enough"
LONG_TALK = 20  # comments


@dataclass(frozen=True)
class Member:
    """A signed-in browser: its cookies and the token that its forms carry."""

    user_id: int
    cookies: str
    token: str


@dataclass
class World:
    """A filled database and what the rows need to know of it."""

    settings: dict[str, str]
    board: str
    idea: str  # one with a page of comments
    ideas: list[tuple[int, int]]  # (id, author)
    members: list[Member]

    def copy(self, folder: Path, **settings: str) -> World:
        """Return the same on SQLite in another folder, for servers that write."""
        shutil.copytree(self.settings["IDEABOARD_INSTANCE"], folder)
        there = {**self.settings, "IDEABOARD_INSTANCE": str(folder), **settings}
        return World(there, self.board, self.idea, self.ideas, self.members)

    @contextmanager
    def opened(self) -> Iterator[Flask]:
        """Open its database in this process."""
        own = {name.removeprefix("IDEABOARD_"): value for name, value in self.settings.items()}
        app = create_app({**own, "THROTTLES": False, "LOG_LEVEL": "ERROR"})
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def build(folder: Path, *, database: str = "", **size: int) -> World:
    """Fill a database and sign people in."""
    compile_translations(ROOT)
    settings = {"IDEABOARD_INSTANCE": str(folder), "SECRET_KEY": SECRET, "IDEABOARD_THROTTLES": "true"}
    if database:
        settings["DATABASE_URL"] = database
    world = World(settings, "", "", [], [])
    with world.opened() as app:
        _prepare()
        wanted = {**SIZE, **size}
        seed(make_plan(1, wanted["ideas"], wanted["votes"], 1, comments=wanted["comments"]), lambda rows: None)
        _describe(world)
        world.members = list(_sign_in(app, min(PEOPLE, wanted["ideas"])))
        if not database:  # What is in the log beside the file would not be copied.
            db.session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return world


def _prepare() -> None:
    if db.engine.dialect.name == "sqlite":
        prepare_database()
        return
    from flask_migrate import upgrade

    upgrade()


def _describe(world: World) -> None:
    table: Any = Idea.__table__
    posts: Any = Post.__table__
    world.board = f"/t/{db.session.scalar(select(Challenge.slug))}"
    talked = select(table.c.id, table.c.title).where(table.c.comment_count >= LONG_TALK)
    least = db.session.execute(talked.order_by(table.c.comment_count, table.c.id)).first()
    if least is None:
        least = db.session.execute(select(table.c.id, table.c.title).order_by(table.c.comment_count.desc())).first()
    world.idea = idea_path(least[0], Idea(title=least[1]).slug) if least else ""
    own = select(table.c.id, posts.c.author_id).join(posts, posts.c.id == table.c.id).order_by(table.c.id)
    world.ideas = [(row[0], row[1]) for row in db.session.execute(own)]
    db.session.commit()


def _sign_in(app: Flask, count: int) -> Iterator[Member]:
    """Give so many people a session, as the sign-in form would."""
    moment = now()
    ids = list(db.session.scalars(select(User.id).order_by(User.id.desc()).limit(count)))
    tokens = {ident: secrets.token_urlsafe(32) for ident in ids}
    row = {"device": "", "network_hash": "", "last_seen_at": moment, "created_at": moment}
    row["expires_at"] = moment + timedelta(days=1)
    with transaction():
        made = [{**row, "user_id": ident, "token_hash": hash_token(token)} for ident, token in tokens.items()]
        db.session.execute(insert(UserSession), made)
    for ident, token in tokens.items():
        yield _member(app, ident, token)


def _member(app: Flask, ident: int, token: str) -> Member:
    with app.test_request_context():
        g.pop("csrf_token", None)  # of the person before
        session.update({"_user_id": token, "_fresh": True})
        session.permanent = True
        csrf = generate_csrf()
        signer: Any = app.session_interface
        cookie = signer.get_signing_serializer(app).dumps(dict(session))
    name = app.config["SESSION_COOKIE_NAME"]
    return Member(ident, f"{name}={cookie}; perangkat={secrets.token_hex(16)}", csrf)


def votes_in(world: World) -> int:
    """Return how many votes the database holds."""
    from ideaboard.votes.models import Vote

    with world.opened():
        return db.session.scalar(select(func.count()).select_from(Vote)) or 0


def drifted(world: World) -> list[Any]:
    """Return the counters of support that differ from their rows."""
    from ideaboard.votes.queries import drifted_votes

    with world.opened():
        return drifted_votes()
