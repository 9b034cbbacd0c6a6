"""What reporters do."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.cases.service import close_case
from ideaboard.moderation.models import Decision
from ideaboard.moderation.reports.models import FRAUD, HOAX, Report
from ideaboard.moderation.reports.service import Complaint, report, settle
from ideaboard.posts.models import Post
from ideaboard.posts.service import revise
from tests.database import context, rows, write
from tests.factories import make_user
from tests.moderation.steps import note_signals


def make_reporter(trust: int = 1, **columns: Any) -> User:
    """A member who is trusted so far."""
    return make_user(trust_level=trust, **columns)


def author_of(post: Post) -> User:
    """The author of a post."""
    (found,) = rows(select(User).where(User.id == post.author_id))
    return found


def say(post: Post, person: User | None, reason: str = FRAUD, *, network: str = "", **more: Any) -> Report:
    """Report a post."""
    more = {"claim": "Cuka menyembuhkan.", **more} if reason == HOAX else more
    with context():
        person = db.session.merge(person) if person else None
        made = report(post.id, person, Complaint(reason, **more), network=network)
        db.session.refresh(made)
        db.session.expunge(made)
        return made


def make_decision(report: Report, action: str = "remove", **columns: Any) -> Decision:
    """A decision about what was reported; nothing is done with the post."""
    with context():
        post = db.session.get_one(Post, report.post_id)
        values = {
            "case_id": report.case_id,
            "post_id": post.id,
            "post_version": post.version,
            "person_id": post.author_id,
            "moderator_id": make_user("Dewi", is_moderator=True).id,
            "action": action,
            "reason": "" if action == "keep" else "fraud",
            **columns,
        }
    decision = Decision(**values)
    write(lambda: db.session.add(decision))
    return decision


def judge_past(made: Report, action: str = "remove") -> Decision:
    """Decide about a report, and close its case; nothing is done with the post."""
    decision = make_decision(made, action)

    def work() -> None:
        settle(made.post_id, db.session.get_one(Decision, decision.id))
        close_case(db.session.get_one(Case, made.case_id))

    write(work)
    return decision


def edit(post: Post) -> None:
    """Let the author change a post."""
    body = "Bumbu tabur dari cabai dan tomat kering, tanpa pengawet."

    def work() -> None:
        there = db.session.get_one(Post, post.id, populate_existing=True)
        fields = {"title": "Keripik sambal", "body": body}
        revise(there, fields, editor_id=there.author_id, base_version=there.version)

    write(work)


def notice(post: Post, name: str, strength: str) -> None:
    """Store what screening would have noticed in a public post."""
    note_signals(post, (name, strength, []))
