"""How an appeal ends: the decision stands, a milder one takes its place, or everything is as it was."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.challenges.models import Challenge
from ideaboard.moderation.appeals.models import CHANGED, OVERTURNED, UPHELD
from ideaboard.moderation.appeals.notices import DECIDED
from ideaboard.moderation.cases.models import DECIDED as CLOSED
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.judging.problems import AlreadyDecided, NotFitting
from ideaboard.moderation.models import KEEP, Decision
from ideaboard.moderation.reports.models import Report
from ideaboard.moderation.sanctions.models import Sanction
from ideaboard.notifications.models import Notice
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, REMOVED, WITHDRAWN
from ideaboard.posts.service import change_status
from ideaboard.screening.learning.models import LearningExample
from ideaboard.web.problems import NotAllowed, WrongState
from tests.accounts.steps import mails_to
from tests.database import context, fresh, rows, scalar, write
from tests.factories import make_idea, make_user
from tests.moderation.appeals.steps import ANSWER, appeal, rule
from tests.moderation.appeals.test_appealing import fresh_post, repair
from tests.moderation.judging.steps import age, audited, case_about, decide, fresh_of, open_cases, report, undo
from tests.moderation.steps import SPAM, make_held_comment, make_moderator


def test_upheld_nothing_changes_and_the_author_reads_why(removed, idea, author, sari, mailbox):
    made = rule(appeal(removed, author), sari, UPHELD)
    assert (made.outcome, made.answer, made.decided_by_id) == (UPHELD, ANSWER, sari.id)
    assert (fresh(idea).status, fresh(removed).undone_at, made.new_decision_id) == (REMOVED, None, None)
    assert fresh_of(Case, made.case_id).status == CLOSED
    told = mails_to(mailbox, author.email)
    assert f"/akun/putusan/{idea.id}" in told[-1].get_content()
    assert rows(select(Notice).where(Notice.kind == DECIDED, Notice.user_id == author.id))


def test_overturned_a_public_post_is_back_with_its_place_and_counts(removed, idea, author, sari, browse):
    before = fresh(idea)
    assert (before.status, before.listed) == (REMOVED, False)
    made = rule(appeal(removed, author), sari, OVERTURNED)
    found = fresh(idea)
    assert (found.status, found.listed, found.vote_count) == (PUBLISHED, True, 9)
    assert (found.published_at, found.hot) == (idea.published_at, idea.hot)
    assert scalar(select(Challenge.idea_count).where(Challenge.id == idea.challenge_id)) == 1
    assert browse().get(idea.path).status_code == 200
    assert idea.title in browse().get("/cari", query_string={"q": idea.title}).text
    assert fresh(removed).undone_at is not None
    new = fresh_of(Decision, made.new_decision_id)
    assert (new.action, new.moderator_id, new.case_id) == (KEEP, sari.id, made.case_id)
    assert open_cases(idea) == 0


def test_overturned_a_post_that_never_was_public_is_told_of_like_any_other(author, dewi, sari):
    idea = make_idea()
    comment = make_held_comment(idea, author)
    decision = decide(comment, dewi, "remove", reason="gambling")
    rule(appeal(decision, author), sari, OVERTURNED)
    found = fresh(comment)
    assert (found.status, found.published_at is not None) == (PUBLISHED, True)
    assert open_cases(comment) == 0
    from tests.database import count

    assert count(Notice, Notice.user_id == idea.author_id) == 0
    deliver()
    assert count(Notice, Notice.user_id == idea.author_id) == 1


@pytest.mark.parametrize("action", ["hide", "changes", "remove"])
def test_overturned_every_kind_of_decision_is_as_if_it_never_was(idea, author, dewi, sari, action):
    case_about(idea)
    rule(appeal(decide(idea, dewi, action, reason="abuse"), author), sari, OVERTURNED)
    found = fresh(idea)
    assert (found.status, found.listed, found.repair_asked_at) == (PUBLISHED, True, None)
    assert open_cases(idea) == 0


def test_overturned_what_it_imposed_is_lifted(idea, author, dewi, sari):
    case_about(idea)
    decision = decide(idea, dewi, "remove", reason="fraud", measure="suspend")
    rule(appeal(decision, author), sari, OVERTURNED)
    assert fresh(author).suspended_at is None
    (sanction,) = rows(select(Sanction))
    assert sanction.lifted_at is not None


def test_overturned_it_teaches_the_other_way(author, dewi, sari):
    comment = make_held_comment(author=author)
    decision = decide(comment, dewi, "remove", reason="gambling")
    made = rule(appeal(decision, author), sari, OVERTURNED)
    first, untaught, second = rows(select(LearningExample).order_by(LearningExample.id))[:3]
    assert (first.is_kind, first.taken_back_at is not None) == (True, True)
    assert untaught.undoes_id == first.id
    assert (second.kind, second.is_kind, second.weight, second.text) == ("gambling", False, 2.0, SPAM)
    assert made.outcome == OVERTURNED


def test_overturned_the_reports_were_wrong_after_all(idea, author, dewi, sari):
    told = report(idea, make_user())
    decision = decide(idea, dewi, "remove", reason="abuse")
    assert fresh(told).state == "upheld"
    rule(appeal(decision, author), sari, OVERTURNED)
    assert fresh_of(Report, told.id).state == "declined"


def test_changed_the_reports_were_right_still(idea, author, dewi, sari):
    told = report(idea, make_user())
    decision = decide(idea, dewi, "remove", reason="abuse")
    made = rule(appeal(decision, author), sari, CHANGED, action="hide")
    found = fresh_of(Report, told.id)
    assert (found.state, found.decision_id) == ("upheld", made.new_decision_id)


def test_overturned_a_post_that_its_author_changed_meanwhile_stays_as_they_left_it(idea, author, dewi, sari):
    case_about(idea)
    made = appeal(decide(idea, dewi, "hide", reason="abuse", measure="day"), author)
    repair(idea, author)
    status = fresh(idea).status
    made = rule(made, sari, OVERTURNED)
    assert (fresh(idea).status, made.new_decision_id) == (status, None)
    assert fresh(author).silenced_until is None


def test_overturned_a_post_that_its_author_took_back_stays_away(idea, author, dewi, sari):
    case_about(idea)
    made = appeal(decide(idea, dewi, "changes", reason="abuse", measure="warn"), author)
    write(lambda: change_status(fresh_post(idea), WITHDRAWN, expected=(HELD,)))
    rule(made, sari, OVERTURNED)
    assert fresh(idea).status == WITHDRAWN


def test_changed_a_milder_decision_takes_the_place(idea, author, dewi, sari):
    case_about(idea)
    decision = decide(idea, dewi, "remove", reason="fraud", measure="suspend")
    made = rule(appeal(decision, author), sari, CHANGED, action="hide", measure="day")
    new = fresh_of(Decision, made.new_decision_id)
    assert (new.action, new.measure, new.reason, new.message) == ("hide", "day", "fraud", ANSWER)
    assert (fresh(idea).status, fresh(decision).undone_at is not None) == (HIDDEN, True)
    assert (fresh(author).suspended_at, fresh(author).silenced_until is not None) == (None, True)
    assert open_cases(idea) == 0


def test_changed_to_asking_for_changes_waits_for_the_author_alone(idea, author, dewi, sari):
    case_about(idea)
    made = appeal(decide(idea, dewi, "remove", reason="abuse"), author)
    rule(made, sari, CHANGED, action="changes")
    assert (fresh(idea).status, fresh(idea).repair_asked_at is not None, open_cases(idea)) == (HELD, True, 0)


def test_changed_only_the_measure(idea, author, dewi, sari):
    case_about(idea)
    made = appeal(decide(idea, dewi, "remove", reason="abuse", measure="month"), author)
    made = rule(made, sari, CHANGED, action="remove", measure="warn")
    assert (fresh(idea).status, fresh(author).silenced_until) == (REMOVED, None)
    assert fresh_of(Decision, made.new_decision_id).measure == "warn"


@pytest.mark.parametrize(
    ("action", "measure"),
    [("remove", ""), ("remove", "day"), ("hide", "warn"), ("keep", ""), ("label", ""), ("void", ""), ("", "")],
)
def test_nobody_loses_by_an_appeal(removed, author, sari, action, measure):
    made = appeal(removed, author)
    with pytest.raises(NotFitting):
        rule(made, sari, CHANGED, action=action, measure=measure)
    assert fresh(made).outcome == ""


@pytest.mark.parametrize(("outcome", "answer"), [("upheld", " "), ("moot", "x"), ("", "x"), ("overturned", "")])
def test_an_outcome_has_a_reason(removed, author, sari, outcome, answer):
    made = appeal(removed, author)
    with pytest.raises(NotFitting):
        rule(made, sari, outcome, answer)


def test_who_decided_first_is_refused(removed, author, dewi):
    made = appeal(removed, author)
    with pytest.raises(NotAllowed):
        rule(made, dewi, UPHELD)
    assert fresh(made).outcome == ""


def test_where_there_is_nobody_else_the_same_one_decides_after_a_day_and_it_is_marked(author):
    alone = make_moderator("Dewi")
    idea = make_idea(author=author)
    case_about(idea)
    made = appeal(decide(idea, alone, "remove", reason="abuse"), author)
    with pytest.raises(NotAllowed):
        rule(made, alone, OVERTURNED)
    from datetime import timedelta

    age(Case, made.case_id, opened_at=timedelta(hours=25))
    assert rule(made, alone, OVERTURNED).was_alone
    assert audited("appeal.overturned")[0].after["alone"] is True


def test_an_outcome_is_final(removed, author, dewi, sari):
    made = rule(appeal(removed, author), sari, OVERTURNED)
    new = fresh_of(Decision, made.new_decision_id)
    with pytest.raises(WrongState, match="final"), context():
        undo(new, sari)
    with pytest.raises(WrongState):
        undo(fresh(removed), dewi)
    with pytest.raises((AlreadyDecided, WrongState)):
        rule(made, sari, UPHELD)


def test_the_log_says_how_it_ended(removed, author, sari):
    made = rule(appeal(removed, author), sari, OVERTURNED)
    (row,) = audited("appeal.overturned")
    assert (row.object_type, row.object_id, row.actor_id) == ("decision", removed.id, sari.id)
    assert row.before == {"status": "removed", "action": "remove", "measure": ""}
    assert row.after["decision"] == made.new_decision_id
    assert ANSWER not in str(row.after)


def deliver() -> None:
    from ideaboard.jobs.outbox import deliver_due

    with context():
        deliver_due()
