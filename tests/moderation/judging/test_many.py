"""Several like cases in one go: each by itself, and what was not done is said."""

from __future__ import annotations

from ideaboard.moderation.cases.models import OPEN
from ideaboard.moderation.judging import service
from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.models import Decision
from ideaboard.posts.models import HELD, REMOVED
from ideaboard.posts.service import revise
from tests.database import context, count, fresh, write
from tests.factories import make_idea
from tests.moderation.judging.steps import audited, case_about, decide, person
from tests.moderation.steps import make_held_comment, make_moderator

SPAM = Choice("remove", reason="spam")


def many(moderator, *chosen, choice=SPAM):
    with context():
        return service.decide_many([(case.id, version) for case, version in chosen], person(moderator), choice)


def test_each_is_decided_in_its_own_version_and_the_rest_is_said(app):
    dewi, sari = make_moderator("Dewi"), make_moderator("Sari")
    plain, edited, mine, done, other = (
        make_held_comment(),
        make_held_comment(),
        make_held_comment(author=dewi),
        make_held_comment(),
        make_idea(),
    )
    write(lambda: revise(_own(edited), {"body": "Baru."}, editor_id=edited.author_id, base_version=1))
    decide(done, sari, "keep")
    cases = [case_about(post) for post in (plain, edited, mine, done)]
    strange = case_about(other, topic="hoax")
    outcomes = many(dewi, *((case, 1) for case in (*cases, strange)))
    assert [outcome.case_id for outcome in outcomes] == [*(case.id for case in cases), strange.id]
    assert [outcome.decision is not None for outcome in outcomes] == [True, False, False, False, False]
    said = [str(outcome.problem) for outcome in outcomes]
    assert said[0] == ""
    assert "changed this text" in said[1]
    assert "about you" in said[2]
    assert "Sari" in said[3]
    assert "something else" in said[4]
    assert (fresh(plain).status, fresh(edited).status, fresh(strange).status) == (REMOVED, HELD, OPEN)
    assert len(audited("post.remove")) == 1


def test_the_version_that_was_read_counts_for_each(app):
    dewi = make_moderator()
    edited = make_held_comment()
    write(lambda: revise(_own(edited), {"body": "Baru."}, editor_id=edited.author_id, base_version=1))
    [outcome] = many(dewi, (case_about(edited), 2))
    assert outcome.decision is not None


def test_nothing_chosen_and_cases_that_do_not_exist_are_no_mistake(app):
    dewi = make_moderator()
    assert many(dewi) == []
    with context():
        [outcome] = service.decide_many([(999, 1)], person(dewi), SPAM)
    assert (outcome.decision, count(Decision)) == (None, 0)


def test_more_than_fifty_at_once_are_said_and_left(app, monkeypatch):
    monkeypatch.setattr(service, "MOST_AT_ONCE", 1)
    first, second = (case_about(make_held_comment()) for _ in range(2))
    done, left = many(make_moderator(), (first, 1), (second, 1))
    assert (done.decision is not None, left.decision, "still waits" in str(left.problem)) == (True, None, True)
    assert fresh(second).status == OPEN


def test_a_bad_choice_is_refused_for_each(app):
    case = case_about(make_held_comment())
    [outcome] = many(make_moderator(), (case, 1), choice=Choice("remove"))
    assert str(outcome.problem)
    assert fresh(case).status == OPEN


def _own(post):
    from ideaboard.extensions import db

    return db.session.get(type(post), post.id)
