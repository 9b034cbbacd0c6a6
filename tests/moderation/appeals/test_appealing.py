"""Who may appeal, against what, until when; and what ends an appeal that nobody decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from werkzeug.exceptions import NotFound

from ideaboard.accounts.privacy.erasing import erase
from ideaboard.data.clock import now
from ideaboard.moderation.appeals.models import MOOT, Appeal
from ideaboard.moderation.appeals.service import forget_appeals
from ideaboard.moderation.cases.models import APPEAL, DECIDED, OPEN, Case
from ideaboard.moderation.judging.conflicts import may_decide_condition
from ideaboard.moderation.models import Decision
from ideaboard.posts.models import HELD, PUBLISHED, WITHDRAWN
from ideaboard.posts.service import change_status, revise
from ideaboard.web.problems import WrongState
from tests.database import context, count, fresh, rows, write
from tests.factories import make_idea, make_user
from tests.moderation.appeals.steps import appeal, appeals
from tests.moderation.judging.steps import audited, case_about, decide, fresh_of, person, undo
from tests.moderation.steps import make_moderator


def refused(decision: Decision, author) -> str:
    with pytest.raises(WrongState) as refusal, context():
        appeal(decision, author)
    return str(refusal.value.message)


def offered(moderator) -> list[int]:
    """The appeals that this moderator may decide."""
    from sqlalchemy import select

    with context():
        mine = may_decide_condition(person(moderator))
    return rows(select(Case.id).where(Case.kind == APPEAL, Case.status == OPEN, mine))


def test_an_appeal_opens_a_case_with_a_clock_of_72_hours(removed, author):
    with time_machine.travel(now(), tick=False):
        made = appeal(removed, author)
        case = fresh_of(Case, made.case_id)
        assert (case.kind, case.topic, case.post_id, case.person_id) == (
            APPEAL,
            "appeal",
            removed.post_id,
            author.id,
        )
        assert (case.status, case.due_at - now()) == (OPEN, timedelta(hours=72))
    assert (made.decision_id, made.person_id, made.outcome) == (removed.id, author.id, "")


def test_the_log_tells_of_it_without_the_words(removed, author):
    made = appeal(removed, author)
    (row,) = audited("appeal.make")
    assert (row.object_type, row.object_id, row.actor_id) == ("decision", removed.id, author.id)
    assert row.after == {"appeal": made.id, "case": made.case_id, "post": removed.post_id}


def test_nobody_else_finds_the_decision(removed, dewi):
    with pytest.raises(NotFound):
        appeal(removed, make_user())
    with pytest.raises(NotFound):
        appeal(removed, dewi)
    assert count(Appeal) == 0


def test_there_is_one_appeal(removed, author):
    appeal(removed, author)
    assert "already" in refused(removed, author)
    assert count(Appeal) == 1


def test_who_decided_is_never_offered_the_appeal(removed, author, dewi, sari):
    made = appeal(removed, author)
    assert offered(dewi) == []
    assert offered(sari) == [made.case_id]


def test_who_confirmed_is_never_offered_it_either(idea, author, dewi, sari):
    from tests.moderation.judging.steps import confirm

    case_about(idea)
    decision = confirm(decide(idea, dewi, "remove", reason="abuse", measure="suspend"), sari)
    made = appeal(decision, author)
    assert (offered(dewi), offered(sari)) == ([], [])
    assert offered(make_moderator("Tono")) == [made.case_id]


def test_who_is_suspended_appeals_as_well(idea, author, dewi, sari):
    case_about(idea)
    decision = decide(idea, dewi, "remove", reason="fraud", measure="suspend")
    assert fresh(author).suspended_at
    assert appeal(decision, author).outcome == ""


@pytest.mark.parametrize(("days", "ends"), [(14, False), (15, True)])
def test_the_time_for_an_appeal_ends_after_14_days(removed, author, days, ends):
    with time_machine.travel(removed.made_at + timedelta(days=days, seconds=-1), tick=False):
        assert (refused(removed, author) if ends else appeal(removed, author).outcome) in (
            "",
            "The time for an appeal is over.",
        )
    assert count(Appeal) == int(not ends)


def test_the_time_is_a_setting(app, removed, author, monkeypatch):
    monkeypatch.setitem(app.config, "APPEAL_DAYS", 3)
    with time_machine.travel(removed.made_at + timedelta(days=4), tick=False):
        assert "over" in refused(removed, author)


def test_what_was_kept_cannot_be_appealed(author, dewi):
    idea = make_idea(author=author)
    case_about(idea)
    assert "nothing to appeal" in refused(decide(idea, dewi, "keep"), author)


def test_a_warning_beside_a_kept_post_can_be_appealed(author, dewi):
    idea = make_idea(author=author)
    case_about(idea)
    decision = decide(idea, dewi, "keep", reason="abuse", measure="warn")
    assert appeal(decision, author).decision_id == decision.id


def test_a_decision_that_was_taken_back_cannot_be_appealed(removed, author, dewi):
    undo(removed, dewi)
    assert "taken back" in refused(removed, author)


def test_a_decision_that_waits_for_a_second_person_is_not_there_yet(idea, author, dewi, sari):
    case_about(idea)
    with pytest.raises(NotFound):
        appeal(decide(idea, dewi, "remove", reason="abuse", measure="suspend"), author)


def test_a_post_that_was_withdrawn_meanwhile_leaves_nothing_to_appeal(idea, author, dewi):
    case_about(idea)
    decision = decide(idea, dewi, "changes", reason="abuse")
    write(lambda: change_status(fresh_post(idea), WITHDRAWN, expected=(HELD,)))
    assert "took this post back" in refused(decision, author)


def test_a_sanction_can_be_appealed_after_the_post_was_withdrawn(idea, author, dewi):
    case_about(idea)
    decision = decide(idea, dewi, "changes", reason="abuse", measure="warn")
    write(lambda: change_status(fresh_post(idea), WITHDRAWN, expected=(HELD,)))
    assert appeal(decision, author).outcome == ""


def test_a_post_that_was_changed_as_asked_is_read_again_instead(idea, author, dewi):
    case_about(idea)
    decision = decide(idea, dewi, "changes", reason="abuse")
    repair(idea, author)
    assert "reads it again" in refused(decision, author)


def test_a_post_that_was_decided_again_has_a_newer_decision(idea, author, dewi, sari):
    case_about(idea)
    first = decide(idea, dewi, "hide", reason="abuse")
    second = decide(write_case(idea), sari, "remove", reason="spam")
    assert "newer decision" in refused(first, author)
    assert appeal(second, author).decision_id == second.id


def test_one_appeal_about_a_post_at_a_time(idea, author, dewi, sari):
    """Here the first one is about a silence, which stands beside whatever is decided of the post."""
    case_about(idea)
    first = decide(idea, dewi, "hide", reason="abuse", measure="day")
    appeal(first, author)
    second = decide(write_case(idea), sari, "remove", reason="spam")
    assert "outcome first" in refused(second, author)


def test_a_decision_that_is_taken_back_ends_its_appeal(removed, author, dewi):
    made = appeal(removed, author)
    undo(removed, dewi)
    assert (fresh(made).outcome, fresh_of(Case, made.case_id).status) == (MOOT, DECIDED)
    assert len(audited("appeal.drop")) == 1


def test_a_post_that_is_withdrawn_ends_its_appeal(idea, author, dewi):
    case_about(idea)
    made = appeal(decide(idea, dewi, "changes", reason="abuse"), author)
    write(lambda: change_status(fresh_post(idea), WITHDRAWN, expected=(HELD,)))
    assert (fresh(made).outcome, fresh_of(Case, made.case_id).status) == (MOOT, DECIDED)


def test_an_appeal_against_a_sanction_outlives_the_post(idea, author, dewi):
    case_about(idea)
    made = appeal(decide(idea, dewi, "changes", reason="abuse", measure="warn"), author)
    write(lambda: change_status(fresh_post(idea), WITHDRAWN, expected=(HELD,)))
    assert (fresh(made).outcome, fresh_of(Case, made.case_id).status) == ("", OPEN)


def test_a_closed_account_leaves_no_words_and_no_open_appeal(removed, author):
    made = appeal(removed, author)
    write(lambda: (forget_appeals(author.id), erase(author.id)))
    assert (fresh(made).words, fresh(made).outcome) == ("", MOOT)
    assert fresh_of(Case, made.case_id).status == DECIDED
    assert appeals()[0].person_id == author.id


def fresh_post(idea):
    from ideaboard.extensions import db
    from ideaboard.ideas.models import Idea

    return db.session.get_one(Idea, idea.id, populate_existing=True)


def repair(idea, author) -> None:
    fields = {"title": idea.title, "body": "Bumbu tabur dari cabai saja.", "for_whom": "", "why": ""}
    write(lambda: revise(fresh_post(idea), fields, editor_id=author.id, base_version=fresh(idea).version))
    assert fresh(idea).status in (HELD, PUBLISHED)


def write_case(idea) -> Case:
    """A new case about a post that was decided before."""
    from ideaboard.moderation.cases.models import POST
    from ideaboard.moderation.cases.service import open_case

    return write(lambda: open_case(POST, person_id=idea.author_id, topic="spam", post_id=idea.id))
