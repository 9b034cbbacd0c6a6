"""Many reports at once: one of each person, none lost, and the post goes under review once."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.reports.models import Report
from ideaboard.moderation.reports.service import Complaint, report
from ideaboard.posts.models import HELD, PUBLISHED
from ideaboard.web.problems import Problem
from tests.database import context, count, fresh, rows
from tests.factories import make_idea
from tests.moderation.reports.steps import make_reporter
from tests.parallel import all_at_once


def answer(app: Flask, post_id: int, person_id: int) -> str:
    """Let a person report a post; return what they are answered."""
    with app.test_request_context():
        try:
            report(post_id, db.session.get(User, person_id), Complaint("abuse"))
        except (Problem, NotFound) as problem:
            db.session.rollback()
            return type(problem).__name__
        return "stored"


def at_once(app: Flask, post_id: int, people: list[int]) -> list[str]:
    """Let these people (by their ids) report a post at the same moment."""
    return all_at_once(app, len(people), lambda n: answer(app, post_id, people[n]))


def test_two_reports_of_one_person_at_once_are_one(app):
    idea, person = make_idea(), make_reporter()
    assert sorted(at_once(app, idea.id, [person.id] * 2)) == ["AlreadyReported", "stored"]
    assert (count(Report), count(AuditEntry)) == (1, 1)
    assert rows(select(Case.reports)) == [1]


def test_sixteen_people_at_once_are_one_case_with_sixteen_reports(app):
    idea = make_idea()
    people = [make_reporter(1).id for _ in range(16)]
    assert at_once(app, idea.id, people) == ["stored"] * 16
    assert (count(Report), rows(select(Case.reports))) == (16, [16])
    assert fresh(idea).status == PUBLISHED
    with context():
        assert verify().broken_id is None


def test_of_many_known_people_at_once_two_hide_the_post_and_the_others_find_nothing(app):
    idea = make_idea()
    answers = at_once(app, idea.id, [make_reporter(2).id for _ in range(8)])
    assert sorted(answers) == ["NotFound"] * 6 + ["stored"] * 2
    assert fresh(idea).status == HELD
    assert count(AuditEntry, AuditEntry.action == "post.review") == 1
    assert count(Case) == 1


def test_a_person_who_sends_many_at_once_stays_within_a_day_s_reports(app, quotas):
    person = make_reporter(0)
    ideas = [make_idea().id for _ in range(12)]

    answers = all_at_once(app, 12, lambda n: answer(app, ideas[n], person.id))
    assert sorted(answers) == ["TooFast"] * 7 + ["stored"] * 5
    assert count(Report) == 5
