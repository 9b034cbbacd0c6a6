"""A running site with the demo, and what a test needs to reach behind it."""

from __future__ import annotations

import re
import secrets
import threading
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import waitress
from flask import Flask, request
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from ideaboard.accounts.models import User, UserSession
from ideaboard.accounts.sessions import LASTS, hash_token
from ideaboard.app import create_app
from ideaboard.comments.models import Comment
from ideaboard.comments.service import create_comment
from ideaboard.data.clock import now
from ideaboard.demo.loader import load_demo
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.jobs import outbox
from ideaboard.seed.loader import make_plan, seed
from tests import database

SETTINGS = {
    "SECRET_KEY": "a secret that only tests know, long enough",
    "SQLITE_SYNC": "NORMAL",
    "DB_PATIENCE": 60,
    "LOG_LEVEL": "ERROR",
    "THROTTLES": False,
}
FRESH = timedelta(minutes=10)  # changed for 15 minutes, and no test takes 5
# One after another, since the same text twice is refused.
COMMENTS = (
    "Pakai cabai dari Metro, lebih harum.",
    "Kantongnya bisa dibuka tutup lagi?",
    "Anak saya pasti minta yang tidak terlalu pedas.",
    "Kalau dijual di stasiun, saya beli tiap pulang kampung.",
    "Tulis tanggal digorengnya di belakang bungkus.",
    "Warnanya mengingatkan pada kain tapis.",
    "Berapa lama renyahnya setelah dibuka?",
    "Tolong ada ukuran untuk sekali makan.",
)
LONG_BOARD = 45  # ideas on a board with three pages
PASSWORD, NEW_PASSWORD = "keripik-pisang-lampung", "sawah-hijau-tenang-7"


class Demo:
    """An app with the demo, and how to look something up in it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.members: list[int] = []

    def rows(self, statement: Any) -> list[Any]:
        """Return the first columns of a query."""
        database.use(self.app)
        return database.rows(statement)

    def one(self, statement: Any) -> Any:
        """Return one value of a query."""
        database.use(self.app)
        return database.scalar(statement)

    def person(self, name: str) -> User:
        """Return somebody by name."""
        return self.one(select(User).where(User.name == name))

    def member(self, number: int) -> User:
        """Return one of the members without a name in the content; each test takes another number."""
        if not self.members:  # Once: an account that a test closes must not move all others up by one.
            plain = select(User.id).where(User.password_hash.is_(None), User.closed_at.is_(None))
            self.members = self.rows(plain.order_by(User.id))
        return self.one(select(User).where(User.id == self.members[number]))

    def comment(self, title: str, author: str, body: str) -> int:
        """Write a comment on the idea with this title; return its id."""
        with self.app.test_request_context():
            idea = db.session.scalar(select(Idea).where(Idea.title == title).options(joinedload(Idea.challenge)))
            written = create_comment(idea, self.person(author), body, key=secrets.token_hex(8))
            return written.id

    def fresh_comment(self, title: str, author: str) -> int:
        """Return a comment that its author may still change; the last one while it may, or else another."""
        ours = (Comment.author_id == self.person(author).id, Comment.source.in_(COMMENTS))
        newest = select(Comment.id).where(*ours, Comment.published_at > now() - FRESH).order_by(Comment.id.desc())
        written = len(self.rows(select(Comment.id).where(*ours)))
        return self.one(newest.limit(1)) or self.comment(title, author, COMMENTS[written])

    def ask_again(self, person: User) -> None:
        """Let a person have agreed to rules that have changed since."""
        database.use(self.app)
        database.write(
            lambda: db.session.execute(update(User).where(User.id == person.id).values(terms="2020-01-1"))
        )

    def idea(self, title: str) -> Idea:
        """Return an idea by title."""
        return self.one(select(Idea).where(Idea.title == title))


class Site(Demo):
    """The app, served from a thread on a free port of this machine."""

    def __init__(self, instance: Path) -> None:
        super().__init__(create_app({**SETTINGS, "INSTANCE": str(instance)}))
        self.sent: set[tuple[str, bool]] = set()  # (endpoint, with a script or not) of every write that was taken
        self.app.after_request(self._note)
        with self.app.app_context():
            db.create_all()
            load_demo(lambda line: None)
            plan = make_plan(1, LONG_BOARD, 200, 7)
            seed(plan, lambda rows: None)
            self.long_board = f"/t/beban-{plan.first_post}"
        self.server: Any = waitress.create_server(self.app, host="127.0.0.1", port=0, threads=8)
        self.url = f"http://127.0.0.1:{self.server.effective_port}"
        threading.Thread(target=self.server.run, daemon=True).start()

    def _note(self, response: Any) -> Any:
        if request.method == "POST" and response.status_code < 400:
            self.sent.add((request.endpoint or "", "X-No-Script" not in request.headers))
        return response

    def stop(self) -> None:
        """Stop serving."""
        self.server.close()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def session_cookie(self, user: User) -> dict[str, Any]:
        """Return a cookie that holds a session of `user`, for a browser context."""
        token = secrets.token_urlsafe(32)
        row = UserSession(
            user_id=user.id, token_hash=hash_token(token), device="Test", network_hash="", expires_at=now() + LASTS
        )
        database.use(self.app)
        database.write(lambda: db.session.add(row))
        serializer: Any = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = serializer.dumps({"_user_id": token, "_fresh": True, "_permanent": True})
        return {"name": "session", "value": value, "url": self.url, "httpOnly": True, "sameSite": "Lax"}

    def deliver(self) -> None:
        """Deliver what waits in the outbox: mails and notices."""
        with self.app.app_context():
            while outbox.deliver_due():  # Some messages make others.
                pass

    def mailed_link(self, email: str, part: str) -> str:
        """Deliver what waits in the outbox; return the path of the newest link to `email` that holds `part`."""
        self.deliver()
        folder = self.app.config["INSTANCE"] / "outbox"
        for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True):
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            links = re.findall(rf"https?://[^/\s]+({part}[^\s]*)", message.get_content())
            if message["To"] == email and links:
                return links[0]
        raise AssertionError(f"no mail to {email} has a link with {part}")
