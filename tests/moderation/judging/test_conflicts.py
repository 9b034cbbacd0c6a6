"""Who may not decide about what, and how a board with few people still decides everything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ideaboard.businesses.models import STAFF, Membership
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import APPEAL, OPEN, VOTES, Case
from ideaboard.moderation.judging.conflicts import is_conflict, may_decide_condition, standing_of
from ideaboard.moderation.judging.problems import NotFitting
from ideaboard.posts.models import HELD, PUBLISHED
from ideaboard.web.problems import NotAllowed, WrongState
from tests.database import context, fresh, rows, write
from tests.factories import make_business, make_challenge, make_idea, make_user
from tests.moderation.judging.steps import age, audited, case_about, confirm, decide, person, report
from tests.moderation.steps import make_held_comment, make_moderator

DAY = timedelta(hours=24)


def offered(someone) -> list[int]:
    with context():
        waits = select(Case.id).where(Case.status == OPEN, may_decide_condition(person(someone)))
        return rows(waits.order_by(Case.id))


def conflict(someone, case) -> bool:
    with context():
        return is_conflict(person(someone), case)


@pytest.fixture
def sari(app):
    """Another moderator, who has no part in anything."""
    return make_moderator("Sari")


@pytest.fixture
def dewi(app, sari):
    """A moderator."""
    return make_moderator("Dewi")


def staff(business, *people):
    for someone in people:
        write(lambda each=someone: db.session.add(Membership(business_id=business.id, user_id=each.id, role=STAFF)))


def refused(case, someone):
    with pytest.raises(NotAllowed):
        decide(case, someone, "keep")
    assert conflict(someone, case)
    assert case.id not in offered(someone)


def test_ones_own_post(dewi, sari):
    case = case_about(make_held_comment(author=dewi))
    refused(case, dewi)
    assert offered(sari) == [case.id]


def test_a_post_of_ones_team(dewi, sari):
    owner = make_user()
    business = make_business(owner)
    staff(business, dewi)
    refused(case_about(make_held_comment(author=owner)), dewi)
    assert len(offered(sari)) == 1


def test_a_customers_idea_in_ones_own_challenge_may_be_moderated(dewi):
    business = make_business(dewi)
    idea = make_idea(make_challenge(business, owner=dewi), status=HELD)
    decide(idea, dewi, "remove", reason="gambling")
    assert fresh(idea).status == "removed"


def test_the_votes_in_ones_own_challenge(dewi, sari):
    business = make_business(dewi)
    idea = make_idea(make_challenge(business, owner=dewi))
    case = case_about(idea, kind=VOTES, topic="votes")
    assert conflict(dewi, case)
    assert not conflict(sari, case)
    with pytest.raises(NotAllowed):
        decide(case, dewi, "clear")


@pytest.mark.parametrize("days", [0, 29])
def test_somebody_whom_one_reported_lately(dewi, days):
    author = make_user()
    report(make_idea(author=author), dewi, days=days)
    refused(case_about(make_held_comment(author=author)), dewi)


def test_somebody_who_reported_one_lately(dewi):
    author = make_user()
    report(make_idea(author=dewi), author)
    refused(case_about(make_held_comment(author=author)), dewi)


def test_an_old_quarrel_is_over(dewi):
    author = make_user()
    report(make_idea(author=author), dewi, days=31)
    decide(make_held_comment(author=author), dewi, "keep")


def test_a_visitors_report_is_nobodys_quarrel(dewi):
    author = make_user()
    report(make_idea(author=dewi), None)
    decide(make_held_comment(author=author), dewi, "keep")


def test_an_appeal_against_ones_own_decision(dewi, sari):
    comment = make_held_comment()
    decide(comment, dewi, "remove", reason="spam")
    appeal = case_about(comment, kind=APPEAL, topic="appeal")
    assert conflict(dewi, appeal)
    assert not conflict(sari, appeal)


def test_an_appeal_against_what_one_confirmed(dewi, sari):
    comment = make_held_comment()
    proposed = decide(comment, dewi, "remove", reason="abuse", measure="suspend")
    confirm(proposed, sari)
    appeal = case_about(comment, kind=APPEAL, topic="appeal")
    assert (conflict(dewi, appeal), conflict(sari, appeal)) == (True, True)
    assert not conflict(make_moderator("Budi"), appeal)


def test_who_once_kept_the_post_may_decide_the_appeal(dewi, sari):
    comment = make_held_comment()
    decide(comment, dewi, "keep")
    assert not conflict(dewi, case_about(comment, kind=APPEAL, topic="appeal"))


# Few people


def test_an_admin_decides_where_no_moderator_may(app):
    alone, boss = make_moderator("Dewi"), make_user(is_admin=True)
    theirs, other = make_held_comment(author=alone), make_held_comment()
    assert offered(boss) == [case_about(theirs).id]
    with pytest.raises(NotAllowed):
        decide(other, boss, "keep")
    with pytest.raises(NotAllowed):
        decide(theirs, alone, "keep")
    assert not decide(theirs, boss, "keep").was_alone


def test_an_owner_who_is_the_only_admin_decides_everything(app):
    boss = make_user(is_admin=True)
    challenge = make_challenge(make_business(boss), owner=boss, status=HELD)
    other = make_held_comment()
    assert decide(other, boss, "keep").was_alone is False
    case = case_about(challenge)
    assert offered(boss) == []
    with pytest.raises(NotAllowed, match="nobody else"):
        decide(case, boss, "keep", facts="Tantangan saya sendiri.")
    age(Case, case.id, opened_at=DAY)
    assert offered(boss) == [case.id]
    with pytest.raises(NotFitting, match="nobody else"):
        decide(case, boss, "keep")
    assert fresh(challenge).status == HELD
    decision = decide(case, boss, "keep", facts="Tantangan saya sendiri, sesuai aturan.")
    assert (decision.was_alone, fresh(challenge).status) == (True, PUBLISHED)
    assert audited("post.keep")[-1].after["alone"] is True


def test_a_single_moderator_decides_about_their_own_post_after_a_day(app):
    alone = make_moderator()
    case = case_about(make_held_comment(author=alone))
    with context():
        standing = standing_of(person(alone), case)
    assert (standing.may, standing.alone, standing.since) == (False, True, case.opened_at + DAY)
    age(Case, case.id, opened_at=DAY)
    assert decide(case, alone, "keep", facts="Tidak ada yang lain.").was_alone


def test_a_second_opinion_needs_somebody_to_ask(app):
    alone = make_moderator()
    comment = make_held_comment()
    with pytest.raises(WrongState, match="nobody else"):
        decide(comment, alone, "second")
    boss = make_user(is_admin=True)
    decide(comment, alone, "second")
    assert offered(boss) == [case_about(comment).id]


def test_who_asked_gets_the_case_back_when_nobody_is_left(app):
    alone, boss = make_moderator(), make_user(is_admin=True)
    comment = make_held_comment()
    decide(comment, alone, "second")
    write(lambda: setattr(person(boss), "is_admin", False))
    age(Case, case_about(comment).id, opened_at=DAY)
    assert decide(comment, alone, "keep", facts="Sudah dibaca lagi.").was_alone


@pytest.mark.parametrize("column", ["suspended_at", "closed_at", "silenced_until"])
def test_who_cannot_write_is_nobody_to_wait_for(app, column):
    alone, other = make_moderator(), make_moderator()
    case = case_about(make_held_comment(author=alone))
    age(Case, case.id, opened_at=DAY)
    assert offered(alone) == []
    write(lambda: setattr(person(other), column, now() + DAY))
    assert offered(alone) == [case.id]


def test_an_ordinary_member_is_offered_nothing(app):
    make_held_comment()
    assert offered(make_user()) == []
