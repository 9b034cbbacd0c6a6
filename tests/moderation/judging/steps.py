"""What tests of decisions do: open cases, decide, and look at what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.exceptions import NotFound

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import OPEN, POST, Case
from ideaboard.moderation.cases.service import open_case
from ideaboard.moderation.judging import service
from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.models import Decision
from ideaboard.moderation.reports.models import Report
from ideaboard.posts.models import Post
from ideaboard.web.problems import Problem
from tests.database import context, fresh, rows, scalar, write


def case_about(post: Post, *, kind: str = POST, topic: str = "other") -> Case:
    """The newest case of a kind about a post; opened unless there is one."""
    newest = select(Case).where(Case.post_id == post.id, Case.kind == kind).order_by(Case.id.desc()).limit(1)
    if not (known := rows(newest)):
        write(lambda: open_case(kind, person_id=post.author_id, topic=topic, post_id=post.id))
    return (known or rows(newest))[0]


def open_cases(post: Post) -> int:
    """How many cases about a post wait."""
    return int(scalar(select(func.count()).where(Case.post_id == post.id, Case.status == OPEN)))


def decide(case: Case | Post, moderator: User, action: str, **choice: Any) -> Decision:
    """Decide about a case, or the newest one of a post, about the version that stands."""
    found = case if isinstance(case, Case) else case_about(case)
    if "version" not in choice and found.post_id:
        choice["version"] = scalar(select(Post.version).where(Post.id == found.post_id))
    with context():
        return fresh(service.decide(found.id, person(moderator), Choice(action, **choice)))


def undo(decision: Decision, moderator: User) -> Decision:
    """Take a decision back."""
    with context():
        return fresh(service.undo(decision.id, person(moderator)))


def confirm(decision: Decision, moderator: User, **more: Any) -> Decision:
    """Confirm what was proposed."""
    with context():
        return fresh(service.confirm(decision.id, person(moderator), **more))


def person(user: User) -> User:
    """Someone as they are now, in the context of the test."""
    found = db.session.get(User, user.id, populate_existing=True)
    assert found is not None
    return found


def report(post: Post, reporter: User | None, *, reason: str = "abuse", days: float = 0) -> Report:
    """A report as it is stored, without what follows from it."""
    case = case_about(post)
    row = Report(
        post_id=post.id,
        post_version=post.version,
        case_id=case.id,
        reporter_id=reporter.id if reporter else None,
        reason=reason,
        claim="Kabar" if reason == "hoax" else "",
        trust=1,
        weight=1.0,
        made_at=now() - timedelta(days=days),
    )
    write(lambda: db.session.add(row))
    return row


def age(model: Any, ident: int, **columns: timedelta) -> None:
    """Let moments of a row lie further back."""
    values = {name: getattr(fresh_of(model, ident), name) - by for name, by in columns.items()}
    write(lambda: db.session.execute(update(model).where(model.id == ident).values(**values)))


def fresh_of(model: Any, ident: int) -> Any:
    """Read a row."""
    [row] = rows(select(model).where(model.id == ident))
    return row


def audited(action: str = "") -> list[AuditEntry]:
    """The audit rows, or those of one action."""
    found = select(AuditEntry).order_by(AuditEntry.id)
    return rows(found.where(AuditEntry.action == action) if action else found)


def attempt(app: Flask, moderator_id: int, verb: Any) -> bool:
    """Try something in a request of its own; say whether it was not refused."""
    with app.test_request_context():
        someone = db.session.get(User, moderator_id)
        try:
            verb(someone)
        except (Problem, NotFound):
            db.session.rollback()
            return False
        return True
