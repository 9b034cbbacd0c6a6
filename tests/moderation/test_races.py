"""Many at once: one decision, one audit row, no lost count, nobody waits for ever."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.service import verify
from ideaboard.comments.queries import drifted_counts
from ideaboard.comments.service import delete_comment, edit_comment
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from ideaboard.moderation.models import Decision
from ideaboard.moderation.service import keep, remove, undo
from ideaboard.posts.models import HELD, PUBLISHED, REMOVED, WITHDRAWN
from ideaboard.web.problems import Problem
from tests.database import context, count, fresh, scalar
from tests.factories import make_idea, make_user
from tests.moderation.steps import make_held_comment, make_moderator
from tests.parallel import all_at_once


def _try(app: Flask, person_id: int, verb) -> bool:
    with app.test_request_context():
        person = db.session.get(User, person_id)
        try:
            verb(person)
        except Problem:
            db.session.rollback()
            return False
        return True


def test_of_many_decisions_at_once_one_counts(app):
    people = [make_moderator(f"M{n}").id for n in range(8)]
    comment = make_held_comment()

    def decide(n: int) -> bool:
        def verb(person):
            if n % 2:
                return keep(comment.id, person, version=1)
            return remove(comment.id, person, version=1, reason="spam")

        return _try(app, people[n], verb)

    assert sum(all_at_once(app, 8, decide)) == 1
    assert (count(Decision), count(AuditEntry)) == (1, 1)
    assert fresh(comment).status in (PUBLISHED, REMOVED)
    assert scalar(select(Decision.action)) == ("keep" if fresh(comment).status == PUBLISHED else "remove")
    assert count(OutboxMessage, OutboxMessage.dedupe_key.like("notice:post_%")) == 1
    with context():
        assert (drifted_counts(), verify().broken_id) == ([], None)


def test_a_decision_that_is_taken_back_many_times_at_once_is_taken_back_once(app):
    dewi = make_moderator()
    comment = make_held_comment()
    _try(app, dewi.id, lambda person: keep(comment.id, person, version=1))
    decision = scalar(select(Decision.id))
    done = all_at_once(app, 6, lambda _n: _try(app, dewi.id, lambda person: undo(decision, person)))
    assert (sum(done), fresh(comment).status) == (1, HELD)
    with context():
        assert drifted_counts() == []


def test_an_author_and_a_moderator_at_once_lose_nothing(app):
    """What is approved is what was read; what its author deletes or changes meanwhile is not decided."""
    author, people = make_user(), [make_moderator(f"M{n}").id for n in range(2)]
    idea = make_idea()
    for attempt in range(4):
        comment = make_held_comment(idea, author, body=f"Teks {attempt}")

        def act(n: int, comment=comment) -> bool:
            verbs = (
                lambda person: keep(comment.id, person, version=1),
                lambda person: edit_comment(_own(comment), person, "Teks baru sekali", base_version=1),
                lambda person: delete_comment(_own(comment), person),
            )
            return _try(app, people[0] if n == 0 else author.id, verbs[n])

        kept, *_ = all_at_once(app, 3, act)
        assert fresh(comment).status == WITHDRAWN
        assert count(Decision, Decision.post_id == comment.id) == int(kept)
    with context():
        assert drifted_counts() == []


def _own(comment):
    from ideaboard.comments.queries import comment_or_404

    author = db.session.get(User, comment.author_id)
    return comment_or_404(comment.id, author)
