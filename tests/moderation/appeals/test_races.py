"""Two at once: one appeal, one outcome, no 500."""

from __future__ import annotations

from ideaboard.extensions import db
from ideaboard.moderation.appeals.deciding import Ruling, decide_appeal
from ideaboard.moderation.appeals.models import OVERTURNED, UPHELD, Appeal
from ideaboard.moderation.appeals.service import appeal as appeal_against
from ideaboard.moderation.judging.service import undo
from ideaboard.posts.models import HELD, PUBLISHED, REMOVED
from tests.database import count, fresh
from tests.moderation.appeals.steps import ANSWER, WORDS, appeal
from tests.moderation.judging.steps import attempt, audited, fresh_of
from tests.moderation.steps import make_moderator
from tests.parallel import all_at_once


def test_of_many_appeals_sent_at_once_there_is_one(app, removed, author):
    verb = lambda someone: appeal_against(removed.id, someone, WORDS)  # noqa: E731
    assert sum(all_at_once(app, 8, lambda number: attempt(app, author.id, verb))) == 1
    assert (count(Appeal), len(audited("appeal.make"))) == (1, 1)


def test_of_many_outcomes_one_counts(app, removed, idea, author, sari):
    others = [sari, *(make_moderator(f"Wakil {number}") for number in range(5))]
    made = appeal(removed, author)

    def rule(number: int) -> bool:
        outcome = OVERTURNED if number % 2 else UPHELD
        verb = lambda someone: decide_appeal(made.case_id, someone, Ruling(outcome, ANSWER))  # noqa: E731
        return attempt(app, others[number].id, verb)

    assert sum(all_at_once(app, 6, rule)) == 1
    found = fresh_of(Appeal, made.id)
    assert fresh(idea).status == (PUBLISHED if found.outcome == OVERTURNED else REMOVED)
    assert len(audited("appeal.overturned")) + len(audited("appeal.upheld")) == 1


def test_undo_and_appeal_at_once_leave_no_open_appeal_against_what_was_taken_back(app, removed, idea, author, dewi):
    def one(number: int) -> bool:
        if number:
            return attempt(app, author.id, lambda someone: appeal_against(removed.id, someone, WORDS))
        return attempt(app, dewi.id, lambda someone: undo(removed.id, someone))

    assert all_at_once(app, 2, one)[0]
    assert fresh(idea).status in (HELD, PUBLISHED)
    assert count(Appeal, Appeal.outcome == "") == 0


def test_undo_and_overturning_at_once_restore_the_post_once(app, removed, idea, author, dewi, sari):
    made = appeal(removed, author)

    def one(number: int) -> bool:
        if number:
            ruling = Ruling(OVERTURNED, ANSWER)
            return attempt(app, sari.id, lambda someone: decide_appeal(made.case_id, someone, ruling))
        return attempt(app, dewi.id, lambda someone: undo(removed.id, someone))

    assert sum(all_at_once(app, 2, one)) == 1
    assert fresh(idea).status == PUBLISHED
    with app.app_context():
        assert db.session.get_one(Appeal, made.id).outcome in (OVERTURNED, "moot")
