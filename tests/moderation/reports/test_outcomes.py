"""What decisions mean for reports, and what reporters are told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.cases.service import reopen_case
from ideaboard.moderation.models import Decision
from ideaboard.moderation.reports import outcomes
from ideaboard.moderation.reports.models import DECLINED, OPEN, UPHELD, VOID, Report
from ideaboard.moderation.reports.notices import JUDGED
from ideaboard.moderation.reports.outcomes import settle, unsettle
from ideaboard.posts.models import HIDDEN, PUBLISHED, REMOVED, Post
from ideaboard.posts.service import change_status
from tests.database import fresh, rows, write
from tests.factories import make_idea, make_user
from tests.moderation.judging.steps import decide, undo
from tests.moderation.labels.steps import label, make_claiming_idea
from tests.moderation.reports.steps import author_of, edit, judge_past, make_decision, make_reporter, say
from tests.moderation.steps import make_moderator
from tests.notifications.steps import deliver, told, unread


def states() -> list[str]:
    return rows(select(Report.state).order_by(Report.id))


def take_back(decision: Decision, *, reopening: bool = True) -> None:
    """Undo a decision; without `reopening` it is overturned."""

    def work() -> None:
        there = db.session.get_one(Decision, decision.id)
        there.undone_at = now()
        if reopening:
            reopen_case(db.session.get_one(Case, there.case_id))
        unsettle(there)

    write(work)


@pytest.mark.parametrize(
    ("action", "columns", "state"),
    [
        ("keep", {}, DECLINED),
        ("keep", {"measure": "trust"}, DECLINED),
        ("keep", {"measure": "warn"}, UPHELD),
        ("changes", {}, UPHELD),
        ("hide", {}, UPHELD),
        ("remove", {"measure": "suspend"}, UPHELD),
        ("label", {}, UPHELD),
        ("second", {}, OPEN),
        ("remove", {"state": "proposed"}, OPEN),
        ("remove", {"state": "declined"}, OPEN),
        ("remove", {"is_sample": True}, OPEN),
    ],
)
def test_a_decision_settles_the_open_reports(app, action, columns, state):
    idea = make_idea()
    made = say(idea, make_reporter())
    say(idea, None)
    other = say(make_idea(), make_reporter())
    decision = make_decision(made, action, **columns)
    write(lambda: settle(idea.id, db.session.get_one(Decision, decision.id)))
    assert rows(select(Report.state).where(Report.post_id == idea.id)) == [state, state]
    assert fresh(other).state == OPEN


def test_a_label_that_calls_the_claim_true_declines_its_reports(app, monkeypatch):
    monkeypatch.setattr(outcomes, "_knowing", [lambda _decision: None, lambda _decision: False])
    judge_past(say(make_idea(), make_reporter(), "hoax"), "label")
    assert states() == [DECLINED]


def test_an_undone_decision_opens_its_reports_again(app):
    idea, person = make_idea(), make_reporter()
    decision = judge_past(say(idea, person))
    take_back(decision)
    assert states() == [OPEN]
    assert rows(select(Case.reports)) == [1]


def test_reports_that_open_again_join_the_case_that_waits(app):
    idea = make_idea()
    first = say(idea, make_reporter())
    decision = judge_past(first, "keep")
    newer = say(idea, make_reporter())
    take_back(decision, reopening=False)
    assert states() == [OPEN, OPEN]
    assert fresh(first).case_id == newer.case_id != first.case_id
    assert rows(select(Case.reports).order_by(Case.id)) == [1, 2]


def test_who_reported_again_meanwhile_is_heard_once(app):
    idea, person = make_idea(), make_reporter()
    decision = judge_past(say(idea, person), "keep")
    edit(idea)
    say(idea, person, "abuse")
    take_back(decision, reopening=False)
    assert states() == [VOID, OPEN]


def test_an_overturned_decision_proves_its_reporters_wrong(app):
    made = say(make_idea(), make_reporter())
    take_back(judge_past(made), reopening=False)
    assert states() == [DECLINED]


def test_what_was_withdrawn_meanwhile_proves_nobody_wrong(app):
    idea = make_idea()
    decision = judge_past(say(idea, make_reporter()))
    write(lambda: change_status(db.session.get_one(Post, idea.id), "withdrawn", expected=(PUBLISHED,)))
    take_back(decision, reopening=False)
    assert states() == [VOID]


@pytest.mark.parametrize(("action", "words"), [("keep", "tetap tayang"), ("remove", "Anda benar")])
def test_reporters_are_told_what_became_of_it(browse, action, words):
    idea, person = make_idea(title="Keripik sambal seruit"), make_reporter()
    judge_past(say(idea, person), action)
    deliver()
    assert (told(person), unread(person)) == ([JUDGED], 1)
    line = browse(person).get("/pemberitahuan").text
    assert "Laporan Anda sudah ditinjau" in line
    assert words in line
    assert "Keripik sambal seruit" in line


def test_reporters_are_told_even_when_the_post_is_gone_and_not_what_stood_there(browse):
    idea, person = make_idea(title="Keripik sambal seruit"), make_reporter()
    made = say(idea, person)
    write(lambda: change_status(db.session.get_one(Post, idea.id), HIDDEN, expected=(PUBLISHED,)))
    judge_past(made, "hide")
    deliver()
    assert told(person) == [JUDGED]
    line = browse(person).get("/pemberitahuan").text
    assert "Anda benar" in line
    assert "Keripik sambal seruit" not in line


def test_a_reporter_reads_what_became_of_their_own_report(browse):
    idea, first = make_idea(), make_reporter()
    judge_past(say(idea, first), "keep")
    deliver()
    edit(idea)
    judge_past(say(idea, make_reporter()), "remove")
    assert "tetap tayang" in browse(first).get("/pemberitahuan").text


def test_a_moderators_decision_settles_reports_and_taking_it_back_opens_them(app):
    idea, dewi = make_idea(), make_moderator()
    say(idea, make_reporter())
    decision = decide(idea, dewi, "remove", reason="fraud")
    assert (states(), fresh(idea).status) == ([UPHELD], REMOVED)
    undo(decision, dewi)
    assert (states(), fresh(idea).status) == ([OPEN], PUBLISHED)
    assert rows(select(Case.reports)) == [1]


@pytest.mark.parametrize(("verdict", "state"), [("true", DECLINED), ("unproven", UPHELD)])
def test_a_label_judges_the_reports_of_false_news(app, verdict, state):
    idea = make_claiming_idea()
    say(idea, make_reporter(), "hoax")
    label(idea, verdict=verdict)
    assert states() == [state]


def test_nobody_else_is_told_that_somebody_reported(app):
    idea, person = make_idea(), make_reporter()
    made = say(idea, person)
    say(idea, None)
    bystander = make_user()
    judge_past(made)
    deliver()
    assert (told(author_of(idea)), told(bystander)) == ([], [])


def test_a_decision_taken_back_and_made_again_is_one_line_that_says_the_newest(browse):
    person = make_reporter()
    made = say(make_idea(), person)
    take_back(judge_past(made, "remove"))
    deliver()
    assert "sekali lagi" in browse(person).get("/pemberitahuan").text
    judge_past(made, "keep")
    deliver()
    assert told(person) == [JUDGED]
    assert "tetap tayang" in browse(person).get("/pemberitahuan").text
