"""What every kind of decision does to the post, its author and its case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.moderation.cases.models import DECIDED, OPEN, PERSON, VOTES, Case
from ideaboard.moderation.cases.service import open_case
from ideaboard.moderation.judging.problems import AlreadyDecided, Changed, NotFitting
from ideaboard.moderation.models import APPLIED, Decision
from ideaboard.moderation.sanctions.models import Sanction
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, REMOVED, WITHDRAWN
from ideaboard.posts.service import change_status
from ideaboard.web.problems import NotAllowed
from tests.database import context, count, fresh, rows, scalar, write
from tests.factories import make_idea, make_user
from tests.moderation.judging.steps import audited, case_about, decide, fresh_of, open_cases, report
from tests.moderation.steps import make_held_comment, make_moderator


@pytest.fixture
def dewi(app):
    """A moderator, and another one."""
    make_moderator("Sari")
    return make_moderator("Dewi")


@pytest.mark.parametrize(
    ("action", "reason", "status"),
    [
        ("keep", "", PUBLISHED),
        ("changes", "abuse", HELD),
        ("hide", "hoax", HIDDEN),
        ("remove", "spam", REMOVED),
    ],
)
@pytest.mark.parametrize("before", [HELD, PUBLISHED])
def test_each_decision_has_its_status_and_closes_the_case(dewi, action, reason, status, before):
    idea = make_idea(status=before)
    case = case_about(idea)
    decision = decide(case, dewi, action, reason=reason, message="Terima kasih.", facts="Dibaca dua kali.")
    found = fresh(idea)
    assert (found.status, found.listed) == (status, status == PUBLISHED)
    assert (fresh(case).status, open_cases(idea)) == (DECIDED, 0)
    assert (decision.state, decision.before, decision.post_version) == (APPLIED, before, 1)
    assert (decision.message, decision.facts) == ("Terima kasih.", "Dibaca dua kali.")
    counted = scalar(select(Challenge.idea_count).where(Challenge.id == idea.challenge_id))
    assert counted == int(status == PUBLISHED)


@pytest.mark.parametrize(
    ("measure", "kind"),
    [("warn", "warn"), ("day", "silence"), ("week", "silence"), ("month", "silence"), ("suspend", "suspend")],
)
def test_a_removal_and_its_measure_are_one_step(dewi, measure, kind):
    comment = make_held_comment()
    decision = decide(comment, dewi, "remove", reason="fraud", measure=measure)
    [sanction] = rows(select(Sanction))
    assert (sanction.kind, sanction.person_id, sanction.decision_id) == (kind, comment.author_id, decision.id)
    author = fresh_of(User, comment.author_id)
    assert (author.suspended_at is not None) is (measure == "suspend")
    assert (author.silenced_until is not None) is (kind == "silence")
    assert [row.action for row in audited()] == [f"person.{kind}", "post.remove"]


def test_keep_and_trust_raises_the_author_by_one_level(dewi):
    author = make_user(trust_level=0)
    decide(make_held_comment(author=author), dewi, "keep", measure="trust")
    assert fresh(author).trust_level == 1


def test_reports_are_settled_with_the_decision(dewi):
    idea = make_idea()
    row = report(idea, make_user())
    decide(idea, dewi, "keep")
    assert fresh(row).state == "declined"
    other = make_idea()
    row = report(other, make_user())
    decide(other, dewi, "hide", reason="abuse")
    assert fresh(row).state == "upheld"


def test_a_person_is_warned_without_a_post(dewi):
    someone = make_user()
    case = write(lambda: open_case(PERSON, person_id=someone.id, topic="other"))
    with pytest.raises(NotFitting), context():
        decide(case, dewi, "remove", reason="spam")
    decision = decide(case, dewi, "keep", measure="warn", reason="abuse")
    assert (decision.post_id, decision.before, count(Sanction)) == (None, "", 1)
    assert audited("person.keep")[0].object_id == someone.id


def test_a_pattern_of_votes_is_void_or_cleared_and_nothing_else(dewi):
    idea = make_idea()
    case = case_about(idea, kind=VOTES, topic="votes")
    for action, measure in (("remove", ""), ("keep", ""), ("void", "suspend")):
        with pytest.raises(NotFitting):
            decide(case, dewi, action, measure=measure, reason="fraud" if action == "remove" else "")
    decision = decide(case, dewi, "void")
    assert (decision.reason, fresh(idea).status, fresh(case).status) == ("votes", PUBLISHED, DECIDED)


@pytest.mark.parametrize(
    "choice",
    [
        {"action": "remove"},
        {"action": "changes"},
        {"action": "hide", "reason": "no such reason"},
        {"action": "keep", "measure": "warn"},
        {"action": "keep", "reason": "no such reason"},
        {"action": "changes", "reason": "abuse", "measure": "day"},
        {"action": "label", "measure": "suspend", "reason": "hoax"},
        {"action": "remove", "reason": "spam", "measure": "trust"},
        {"action": "void"},
    ],
)
def test_what_does_not_fit_together_is_refused_and_changes_nothing(dewi, choice):
    comment = make_held_comment()
    with pytest.raises(NotFitting) as refused:
        decide(comment, dewi, **choice)
    assert str(refused.value.message)
    assert (fresh(comment).status, count(Decision), len(audited())) == (HELD, 0, 0)


def test_a_decided_case_names_who_was_faster(dewi):
    comment = make_held_comment()
    case = case_about(comment)
    decide(case, make_moderator("Budi"), "keep")
    with pytest.raises(AlreadyDecided, match="Budi") as refused:
        decide(case, dewi, "remove", reason="spam")
    assert refused.value.decision.action == "keep"
    assert (count(Decision), fresh(comment).status) == (1, PUBLISHED)


def test_what_was_changed_meanwhile_is_not_decided(dewi):
    comment = make_held_comment()
    with pytest.raises(Changed):
        decide(comment, dewi, "keep", version=2)
    assert (fresh(comment).status, fresh(case_about(comment)).status) == (HELD, OPEN)


def test_a_case_whose_post_its_author_took_back_is_closed_and_not_decided(dewi):
    comment = make_held_comment()
    case = case_about(comment)
    write(lambda: change_status(_own(comment), WITHDRAWN, expected=(HELD,)))
    with pytest.raises(AlreadyDecided):
        decide(case, dewi, "keep")
    assert fresh(case).status == DECIDED


def test_a_moderator_whose_role_is_gone_decides_nothing(dewi, app):
    comment = make_held_comment()
    write(lambda: setattr(_user(dewi), "is_moderator", False))
    with pytest.raises(NotAllowed):
        decide(comment, dewi, "keep")
    assert fresh(comment).status == HELD


@pytest.mark.parametrize("measure", ["day", "suspend"])
def test_the_last_admin_keeps_their_account(dewi, measure):
    boss = make_user(is_admin=True)
    comment = make_held_comment(author=boss)
    with pytest.raises(NotAllowed):
        decide(comment, dewi, "remove", reason="fraud", measure=measure)
    assert (fresh(comment).status, count(Decision), fresh(boss).suspended_at) == (HELD, 0, None)


def test_a_second_opinion_leaves_the_case_to_others(dewi):
    comment = make_held_comment()
    case = case_about(comment)
    asked = decide(case, dewi, "second", facts="Saya ragu.")
    found = fresh(case)
    assert (asked.action, found.status, found.asked_by_id) == ("second", OPEN, dewi.id)
    with pytest.raises(NotAllowed):
        decide(case, dewi, "keep")
    decide(case, make_moderator("Budi"), "keep")
    assert fresh(comment).status == PUBLISHED


def test_an_emergency_hides_at_once_and_leaves_the_decision_open(dewi):
    from ideaboard.moderation.judging.service import emergency

    idea = make_idea()
    case = case_about(idea)
    with context():
        emergency(case.id, _user(dewi))
        emergency(case.id, _user(dewi))
    found = fresh(case)
    assert (fresh(idea).status, found.status, found.is_urgent) == (HELD, OPEN, True)
    assert len(audited("case.emergency")) == 1
    decide(case, dewi, "keep")
    assert fresh(idea).status == PUBLISHED


def test_the_clock_of_a_case_is_its_own(dewi):
    comment = make_held_comment()
    assert case_about(comment).due_at > now() + timedelta(minutes=30)
    assert fresh_of(Case, case_about(comment).id).reports == 0


def _own(comment):
    from ideaboard.extensions import db

    return db.session.get(type(comment), comment.id)


def _user(user):
    from ideaboard.extensions import db

    return db.session.get(User, user.id, populate_existing=True)
