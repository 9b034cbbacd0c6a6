"""Taking a decision back takes everything back, and leaves alone what its author did meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import DECIDED, OPEN, PERSON, Case
from ideaboard.moderation.cases.service import open_case
from ideaboard.moderation.judging import effects
from ideaboard.moderation.models import Decision
from ideaboard.moderation.sanctions.models import Sanction
from ideaboard.moderation.trust.models import TrustGrant
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, REMOVED, WITHDRAWN
from ideaboard.posts.service import change_status, revise
from ideaboard.screening.learning.models import LearningExample
from ideaboard.web.problems import NotAllowed, WrongState
from tests.database import count, fresh, rows, scalar, write
from tests.factories import make_idea, make_user
from tests.moderation.judging.steps import (
    age,
    audited,
    case_about,
    confirm,
    decide,
    fresh_of,
    open_cases,
    report,
    undo,
)
from tests.moderation.steps import make_held_comment, make_moderator


@pytest.fixture
def dewi(app):
    """A moderator, and another one."""
    make_moderator("Sari")
    return make_moderator("Dewi")


def own(post):
    return db.session.get(type(post), post.id)


def edit(post, body="Sudah saya perbaiki."):
    found = scalar(select(type(post).version).where(type(post).id == post.id))
    write(lambda: revise(own(post), {"body": body}, editor_id=post.author_id, base_version=found))


@pytest.mark.parametrize("before", [HELD, PUBLISHED])
@pytest.mark.parametrize(
    ("action", "reason"),
    [("keep", ""), ("changes", "abuse"), ("hide", "abuse"), ("remove", "abuse")],
)
def test_the_post_is_as_it_was_and_its_case_waits_again(dewi, before, action, reason):
    idea = make_idea(status=before)
    decision = decide(idea, dewi, action, reason=reason)
    undone = undo(decision, dewi)
    found = fresh(idea)
    assert (found.status, found.listed, found.repair_asked_at) == (before, before == PUBLISHED, None)
    assert found.published_at == idea.published_at
    assert (undone.undone_at is not None, open_cases(idea)) == (True, 1)
    assert scalar(select(Challenge.idea_count).where(Challenge.id == idea.challenge_id)) == int(before == PUBLISHED)
    assert [row.action for row in audited()] == [f"post.{action}", "post.undo"]
    decide(idea, dewi, "keep")  # It can be decided again.


def test_sanction_report_and_lesson_are_taken_back(dewi):
    idea = make_idea()
    row = report(idea, make_user())
    decision = decide(idea, dewi, "remove", reason="gambling", measure="week")
    assert (fresh(row).state, count(LearningExample)) == ("upheld", 1)
    undo(decision, dewi)
    assert fresh(row).state == "open"
    assert fresh_of(User, idea.author_id).silenced_until is None
    assert rows(select(Sanction))[0].lifted_at is not None
    assert count(LearningExample, LearningExample.taken_back_at.is_(None), LearningExample.undoes_id.is_(None)) == 0
    assert fresh(case_about(idea)).reports == 1


def test_trust_that_was_given_is_taken_back(dewi):
    author = make_user()
    decision = decide(make_held_comment(author=author), dewi, "keep", measure="trust")
    undo(decision, dewi)
    assert (fresh(author).trust_level, count(TrustGrant)) == (0, 1)


def test_what_a_second_person_confirmed_is_taken_back_by_either(dewi):
    sari = make_moderator("Wulan")
    for someone in (dewi, sari):
        comment = make_held_comment()
        done = confirm(decide(comment, dewi, "remove", reason="abuse", measure="suspend"), sari)
        undo(done, someone)
        assert fresh(comment).status == HELD
        assert fresh_of(User, comment.author_id).suspended_at is None


def test_a_measure_without_a_post_is_taken_back(dewi):
    someone = make_user()
    case = write(lambda: open_case(PERSON, person_id=someone.id, topic="other"))
    undo(decide(case, dewi, "keep", measure="day", reason="abuse"), dewi)
    assert (fresh(someone).silenced_until, fresh(case).status) == (None, OPEN)


def test_a_second_opinion_is_asked_for_no_longer(dewi):
    comment = make_held_comment()
    undo(decide(comment, dewi, "second"), dewi)
    assert fresh(case_about(comment)).asked_by_id is None
    decide(comment, dewi, "keep")


def test_others_hear_of_it(dewi, monkeypatch):
    heard: list[str] = []
    monkeypatch.setattr(effects, "_written", [lambda decision, choice: heard.append(f"written {choice.extra}")])
    monkeypatch.setattr(effects, "_applied", [lambda decision: heard.append("applied")])
    monkeypatch.setattr(effects, "_undone", [lambda decision: heard.append(f"undone {bool(decision.undone_at)}")])
    decision = decide(make_held_comment(), dewi, "keep", extra={"verdict": "satire"})
    undo(decision, dewi)
    assert heard == ["written {'verdict': 'satire'}", "applied", "undone True"]


# Who, and until when


def test_only_who_decided_only_once_and_only_for_ten_minutes(dewi):
    decision = decide(make_held_comment(), dewi, "keep")
    with pytest.raises(NotAllowed):
        undo(decision, make_moderator("Budi"))
    undo(decision, dewi)
    with pytest.raises(WrongState, match="already"):
        undo(decision, dewi)
    older = decide(make_held_comment(), dewi, "keep")
    age(Decision, older.id, made_at=timedelta(minutes=11))
    with pytest.raises(WrongState, match="10 minutes"):
        undo(older, dewi)


def test_who_is_no_moderator_any_more_takes_nothing_back(dewi):
    comment = make_held_comment()
    decision = decide(comment, dewi, "keep")
    write(lambda: setattr(own(dewi), "is_moderator", False))
    with pytest.raises(NotAllowed):
        undo(decision, dewi)
    assert (fresh(comment).status, fresh(decision).undone_at) == (PUBLISHED, None)


def test_what_was_decided_again_since_stays(dewi):
    comment = make_held_comment()
    first = decide(comment, dewi, "keep")
    report(comment, make_user())
    second = decide(write(lambda: _again(comment)), make_moderator("Budi"), "remove", reason="abuse")
    with pytest.raises(WrongState, match="decided again"):
        undo(first, dewi)
    assert (fresh(comment).status, fresh(first).undone_at, second.undone_at) == (REMOVED, None, None)


# After the author has reacted


def test_a_text_that_its_author_withdrew_stays_withdrawn(dewi):
    comment = make_held_comment()
    decision = decide(comment, dewi, "keep", measure="warn", reason="abuse")
    write(lambda: change_status(own(comment), WITHDRAWN, expected=(PUBLISHED,)))
    undo(decision, dewi)
    assert (fresh(comment).status, fresh(case_about(comment)).status) == (WITHDRAWN, DECIDED)
    assert rows(select(Sanction))[0].lifted_at is not None


@pytest.mark.parametrize("action", ["changes", "hide"])
def test_a_text_that_its_author_put_right_waits_as_it_is_now(dewi, action):
    comment = make_held_comment()
    decision = decide(comment, dewi, action, reason="abuse", measure="warn")
    edit(comment)
    undo(decision, dewi)
    found = fresh(comment)
    assert (found.status, found.version, open_cases(comment)) == (HELD, 2, 1)
    assert rows(select(Sanction))[0].lifted_at is not None
    decide(comment, dewi, "keep")


def test_a_kept_text_that_its_author_changed_waits_with_the_change(dewi):
    comment = make_held_comment()
    decision = decide(comment, dewi, "keep")
    edit(comment)
    undo(decision, dewi)
    assert (fresh(comment).status, fresh(comment).version, open_cases(comment)) == (HELD, 2, 1)


def test_a_kept_text_that_was_reported_meanwhile_has_one_case(dewi):
    idea = make_idea()
    decision = decide(idea, dewi, "keep")
    write(lambda: _again(idea))
    undo(decision, dewi)
    assert (open_cases(idea), count(Case)) == (1, 2)


def test_a_hidden_text_shows_again(dewi):
    idea = make_idea()
    decision = decide(idea, dewi, "hide", reason="hoax")
    assert fresh(idea).status == HIDDEN
    undo(decision, dewi)
    assert fresh(idea).listed


def _again(post):
    return open_case("post", person_id=post.author_id, topic="abuse", post_id=post.id)
