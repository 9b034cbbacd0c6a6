"""Models are put together anew, examined, and emptied."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.audit.models import AuditEntry
from ideaboard.extensions import db
from ideaboard.screening.learning import rebuilding, service
from ideaboard.screening.learning.exam import exam_of, is_not_worse
from ideaboard.screening.learning.examples import example_of
from ideaboard.screening.learning.models import LearnedModel, LearningExample
from ideaboard.screening.learning.rebuilding import rebuild, rebuild_all, reset, steps_of, train
from ideaboard.screening.learning.service import take_back
from ideaboard.screening.learning.store import model_for, models
from ideaboard.screening.learning.weights import Weights
from tests import database
from tests.screening.learning.test_service import margin, taught
from tests.screening.learning.texts import ADS, TALK

pytestmark = pytest.mark.usefixtures("in_request")

FILE = [example_of(text, True) for text in ADS[:30]] + [example_of(text, False) for text in TALK[:30]]


@pytest.fixture
def many(monkeypatch):
    """Let few examples be enough."""
    monkeypatch.setattr(rebuilding, "ENOUGH_OF_EACH", 10)
    monkeypatch.setattr("ideaboard.screening.learning.calibration.LEAST_KEPT", 20)


def row():
    return database.rows(select(LearnedModel).where(LearnedModel.kind == "gambling"))[0]


def decided():
    for ad, talk in zip(ADS[:6], TALK[:6], strict=True):
        taught(ad)
        taught(talk, False)


def test_a_rebuilt_model_tells_both_sorts_apart():
    decided()
    assert rebuild_all() == ["gambling"]
    assert margin(ADS[40]) > margin(TALK[40])
    assert (row().kind_count, row().kept_count) == (6, 6)


def test_nothing_new_is_not_rebuilt():
    decided()
    rebuild("gambling")
    assert not rebuild("gambling")


def test_what_was_taken_back_is_left_out():
    decided()
    example = taught(ADS[10])
    database.write(lambda: take_back(example, moderator_id=None))
    rebuild("gambling")
    assert row().kind_count == 6


def test_what_waited_is_learned_at_night(monkeypatch):
    decided()
    monkeypatch.setattr(service, "A_DAY", 0)
    taught(ADS[10])
    assert rebuild("gambling")
    assert row().kind_count == 7
    assert database.count(LearningExample, LearningExample.waits.is_(True)) == 0


def test_decisions_after_a_rebuild_are_learned_on_top():
    decided()
    rebuild("gambling")
    before = margin(ADS[50])
    taught(ADS[50])
    assert margin(ADS[50]) > before


def test_a_worse_model_is_left_aside(many, monkeypatch):
    train("gambling", FILE)
    version = row().version
    taught(ADS[40])
    monkeypatch.setattr(rebuilding, "is_not_worse", lambda *_: False)
    assert not rebuild("gambling")
    assert row().version == version


def test_the_exam_tells_a_poisoned_model():
    good, bad, exam = Weights(), Weights(), exam_of("gambling")
    for text in exam:
        good.learn(*text)
        bad.learn(text.features, not text.is_kind)
    assert is_not_worse(good, bad, exam)
    assert not is_not_worse(bad, good, exam)


def test_few_examples_stay_in_shadow():
    decided()
    rebuild("gambling")
    assert row().in_shadow


def test_enough_of_both_and_points_leave_the_shadow(many):
    built = train("gambling", FILE)
    assert not built.in_shadow
    assert not model_for("gambling").in_shadow
    assert 0 < model_for("gambling").points["0.1%"] <= 1


def test_training_is_written_to_the_audit_log():
    train("gambling", FILE)
    assert database.count(AuditEntry, AuditEntry.action == "screening.train") == 1


def test_a_rebuild_starts_from_what_files_taught(many):
    train("gambling", FILE)
    taught(TALK[61], False)
    assert rebuild("gambling")
    assert margin(ADS[60]) > 0
    assert (row().kind_count, row().kept_count) == (30, 31)
    assert row().points


def test_training_keeps_what_decisions_taught():
    decided()
    train("gambling", FILE)
    assert (row().kind_count, row().kept_count) == (36, 36)


def test_progress_is_told_of_every_step():
    steps = []
    train("gambling", FILE, steps.append)
    assert sum(steps) == pytest.approx(steps_of(FILE), rel=0.05)


def test_reset_forgets_files_and_decisions():
    train("gambling", FILE)
    taught(ADS[50])
    assert model_for("gambling")
    assert reset("gambling")
    assert models() == {}
    assert database.count(LearningExample) == 0
    assert not reset("gambling")


def test_after_a_reset_learning_begins_again():
    decided()
    assert model_for("gambling")
    reset("gambling")
    taught(TALK[0], False)
    assert margin(ADS[0]) < 0
    db.session.rollback()
