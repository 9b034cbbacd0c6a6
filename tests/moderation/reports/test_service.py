"""Reports and their cases: who counts, who counts together, and what goes under review."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update
from werkzeug.exceptions import NotFound

from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from ideaboard.businesses.models import STAFF, Membership
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.models import Decision
from ideaboard.moderation.reports.models import ABUSE, COPIED, FRAUD, GAMBLING, OPEN, VOID, Report
from ideaboard.moderation.reports.service import AlreadyReported
from ideaboard.posts.models import HELD, PUBLISHED, Post
from ideaboard.posts.service import change_status
from ideaboard.web.problems import NotAllowed, TooFast
from tests.database import context, count, fresh, rows, write
from tests.factories import make_business, make_challenge, make_idea, make_user
from tests.moderation.reports.steps import author_of, edit, judge_past, make_reporter, notice, say


def the_case() -> Case:
    (found,) = rows(select(Case))
    return found


def states() -> list[str]:
    return rows(select(Report.state).order_by(Report.id))


def test_a_report_opens_a_case_with_its_clock(app):
    idea = make_idea()
    say(idea, make_reporter(), FRAUD)
    case = the_case()
    assert (case.post_id, case.person_id, case.topic, case.reports) == (idea.id, idea.author_id, FRAUD, 1)
    assert case.due_at - case.opened_at == timedelta(hours=1)


def test_more_reports_raise_the_case_they_find(app):
    idea = make_idea()
    say(idea, make_reporter(0), COPIED)
    before = the_case()
    for _ in range(3):
        say(idea, make_reporter(0), ABUSE)
    after = the_case()
    assert (after.id, after.topic, after.reports) == (before.id, ABUSE, 4)
    assert after.rank < before.rank
    assert after.due_at < before.due_at


def test_nobody_reports_their_own_post(app):
    idea = make_idea()
    with pytest.raises(NotAllowed):
        say(idea, author_of(idea))
    assert (count(Report), count(Case), count(AuditEntry)) == (0, 0, 0)


def test_what_was_hidden_meanwhile_is_not_there(app):
    idea = make_idea(status=HELD)
    with pytest.raises(NotFound):
        say(idea, make_reporter())


def test_a_person_reports_a_post_again_only_after_an_edit(app):
    idea, person = make_idea(), make_reporter()
    say(idea, person)
    with pytest.raises(AlreadyReported):
        say(idea, person, ABUSE)
    edit(idea)
    again = say(idea, person, ABUSE)
    assert (states(), again.post_version) == ([VOID, OPEN], 2)
    assert the_case().reports == 1


def test_after_a_decision_a_person_reports_again_only_after_an_edit(app):
    idea, person = make_idea(), make_reporter()
    made = say(idea, person)
    judge_past(made, "keep")
    with pytest.raises(AlreadyReported):
        say(idea, person)
    edit(idea)
    assert say(idea, person).state == OPEN


def test_reports_of_one_network_within_ten_minutes_are_one_voice(app):
    idea = make_idea()
    first = say(idea, make_reporter(2), network="rumah")
    second = say(idea, make_reporter(1), network="rumah")
    assert second.voice_id == first.id
    assert fresh(idea).status == PUBLISHED
    with time_machine.travel(now() + timedelta(minutes=11)):
        late = say(idea, make_reporter(1), network="rumah")
    assert late.voice_id is None
    assert fresh(idea).status == HELD


def test_different_networks_are_different_voices(app):
    idea = make_idea()
    say(idea, make_reporter(2), network="rumah")
    say(idea, make_reporter(1), network="kantor")
    assert fresh(idea).status == HELD


def test_the_team_of_the_business_is_one_voice(app):
    owner, staff = make_user(trust_level=2), make_user(trust_level=2)
    business = make_business(owner)
    write(lambda: db.session.add(Membership(business_id=business.id, user_id=staff.id, role=STAFF)))
    idea = make_idea(make_challenge(business, owner=owner))
    first = say(idea, owner)
    assert first.is_team
    assert say(idea, staff).voice_id == first.id
    assert fresh(idea).status == PUBLISHED
    say(idea, make_reporter(0))
    assert fresh(idea).status == HELD


def test_the_team_hides_what_screening_noticed_too(app):
    owner = make_user()
    idea = make_idea(make_challenge(make_business(owner), owner=owner))
    notice(idea, "abuse.insult", "medium")
    say(idea, owner, ABUSE)
    assert fresh(idea).status == HELD


@pytest.mark.parametrize(("strength", "status"), [("weak", PUBLISHED), ("medium", HELD), ("strong", HELD)])
def test_strangers_hide_what_screening_noticed_at_least_a_little(app, strength, status):
    idea = make_idea()
    notice(idea, "fraud.fee", strength)
    for _ in range(3):
        say(idea, make_reporter(1))
    assert fresh(idea).status == status


def test_a_trusted_member_hides_spam_of_a_newcomer_alone(app):
    idea, of_member = make_idea(), make_idea(author=make_user(trust_level=1))
    say(idea, make_reporter(3), GAMBLING)
    say(of_member, make_reporter(3), GAMBLING)
    assert (fresh(idea).status, fresh(of_member).status) == (HELD, PUBLISHED)


def test_a_moderator_counts_as_trusted(app):
    idea = make_idea()
    assert say(idea, make_reporter(0, is_moderator=True), GAMBLING).weight == 2
    assert fresh(idea).status == HELD


def test_accuracy_makes_reports_heavier_or_lighter(app):
    good, bad = make_reporter(1), make_reporter(1)
    for _ in range(5):
        judge_past(say(make_idea(), good), "remove")
        judge_past(say(make_idea(), bad), "keep")
    idea = make_idea()
    assert (say(idea, good).weight, say(idea, bad).weight) == (1.5, 0.5)


def test_what_a_moderator_read_and_kept_is_not_hidden_again_until_an_edit(app):
    idea = make_idea()
    judge_past(say(idea, make_reporter(0)), "keep")
    say(idea, make_reporter(2))
    say(idea, make_reporter(2))
    assert fresh(idea).status == PUBLISHED
    assert count(Case, Case.status == "open") == 1
    edit(idea)
    say(idea, make_reporter(1))
    assert fresh(idea).status == HELD


def test_a_blind_second_look_that_would_have_kept_it_protects_nothing(app):
    idea = make_idea()
    judge_past(say(idea, make_reporter(0)), "keep")
    write(lambda: db.session.execute(update(Decision).values(is_sample=True)))
    say(idea, make_reporter(2))
    say(idea, make_reporter(2))
    assert fresh(idea).status == HELD


def test_going_under_review_keeps_the_case_and_is_in_the_log(app):
    idea = make_idea()
    say(idea, make_reporter(2))
    say(idea, make_reporter(1))
    assert the_case().reports == 2
    entries = rows(select(AuditEntry).order_by(AuditEntry.id))
    assert [entry.action for entry in entries] == ["report.make", "report.make", "post.review"]
    assert entries[2].after == {"status": HELD, "case": the_case().id}
    with context():
        assert verify().broken_id is None


def test_the_log_says_nothing_of_who_reported_or_what_they_wrote(app):
    say(make_idea(), make_reporter(), detail="Nomor saya 0812.")
    (entry,) = rows(select(AuditEntry))
    assert entry.actor_id is None
    assert set(entry.after) == {"post", "version", "reason", "case"}


def test_reports_of_a_day_run_out(app, quotas):
    person = make_reporter(0)
    for _ in range(5):
        say(make_idea(), person)
    idea = make_idea()
    with pytest.raises(TooFast):
        say(idea, person)
    with time_machine.travel(now() + timedelta(days=1, minutes=1)):
        assert say(idea, person).state == OPEN


def test_what_its_author_takes_back_leaves_no_open_report(app):
    idea = make_idea()
    say(idea, make_reporter())
    write(lambda: change_status(db.session.get_one(Post, idea.id), "withdrawn", expected=(PUBLISHED,)))
    assert states() == [VOID]
    assert the_case().status == "decided"
