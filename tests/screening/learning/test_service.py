"""Decisions teach, in their transaction, and are taken back."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.data.transaction import transaction
from ideaboard.screening.engine import Engine
from ideaboard.screening.learning import service
from ideaboard.screening.learning.examples import example_of
from ideaboard.screening.learning.models import LearningExample
from ideaboard.screening.learning.service import forget, take_back, teach, without_numbers
from ideaboard.screening.learning.store import model_for, models
from tests import database
from tests.factories import make_idea, make_user
from tests.screening.learning.texts import ADS, TALK

pytestmark = pytest.mark.usefixtures("in_request")


def taught(text, is_kind=True, kind="gambling", **about):
    about.setdefault("moderator_id", None)
    return database.write(lambda: teach(kind, text, is_kind, **about))


def margin(text, kind="gambling"):
    return model_for(kind).weights.margin(example_of(text, True).features)


def waiting():
    return database.count(LearningExample, LearningExample.waits.is_(True))


def test_an_untaught_model_has_no_opinion():
    assert models() == {}
    assert Engine(models=models()).screen(ADS[0]).advice == {}


def test_a_decision_teaches_the_model_of_its_kind_alone():
    taught(ADS[0])
    assert set(models()) == {"gambling"}
    assert margin(ADS[1]) > 0


def test_a_model_in_shadow_only_advises():
    taught(ADS[0])
    said = Engine(models=models()).screen(ADS[1])
    assert said.advice["gambling"] > 0.5


def test_what_is_learned_one_by_one_is_what_a_fresh_process_reads():
    for text in ADS[:3]:
        taught(text)
        before = margin(ADS[5])
    taught(TALK[0], False)
    from ideaboard.screening.learning import store

    one_by_one = margin(ADS[5])
    store._known.clear()
    store._kept._kept.clear()
    assert margin(ADS[5]) == pytest.approx(one_by_one)
    assert one_by_one != before


def test_nothing_is_learned_from_what_was_rolled_back():
    with pytest.raises(ZeroDivisionError), transaction():
        teach("gambling", ADS[0], True, moderator_id=None)
        assert model_for("gambling")
        raise ZeroDivisionError
    assert models() == {}


def test_after_a_rollback_another_example_is_learned_in_its_place():
    with pytest.raises(ZeroDivisionError), transaction():
        teach("gambling", ADS[0], True, moderator_id=None)
        assert model_for("gambling")
        raise ZeroDivisionError
    taught(TALK[0], False)
    assert margin(ADS[0]) < 0


def test_the_same_text_teaches_once():
    assert taught(ADS[0])
    assert taught(ADS[0].upper() + "!!") is None


def test_the_same_text_may_be_judged_the_other_way():
    taught(ADS[0])
    assert taught(ADS[0], False)


def test_taking_back_leads_back():
    taught(TALK[0], False)
    before = margin(ADS[0])
    example = taught(ADS[0])
    there = margin(ADS[0])
    assert database.write(lambda: take_back(example, moderator_id=None))
    assert abs(margin(ADS[0]) - before) < abs(there - before)


def test_an_example_is_taken_back_once():
    example = taught(ADS[0])
    assert database.write(lambda: take_back(example, moderator_id=None))
    assert not database.write(lambda: take_back(example, moderator_id=None))
    assert database.count(LearningExample) == 2


def test_what_was_taken_back_may_be_taught_again():
    example = taught(ADS[0])
    database.write(lambda: take_back(example, moderator_id=None))
    assert taught(ADS[0])


def test_over_a_moderators_share_of_a_day_examples_wait(monkeypatch):
    monkeypatch.setattr(service, "A_DAY_OF_ONE", 2)
    busy, other = make_user().id, make_user().id
    for text in ADS[:3]:
        taught(text, moderator_id=busy)
    taught(ADS[3], moderator_id=other)
    assert waiting() == 1


def test_over_the_days_limit_examples_wait(monkeypatch):
    monkeypatch.setattr(service, "A_DAY", 2)
    for text in ADS[:3]:
        taught(text)
    assert waiting() == 1


def test_the_next_day_there_is_room_again(monkeypatch):
    monkeypatch.setattr(service, "A_DAY", 1)
    with time_machine.travel("2026-03-01T08:00:00Z", tick=False):
        taught(ADS[0])
    with time_machine.travel("2026-03-02T08:00:01Z", tick=False):
        taught(ADS[1])
    assert waiting() == 0


def test_what_waits_is_not_learned(monkeypatch):
    monkeypatch.setattr(service, "A_DAY", 1)
    taught(ADS[0])
    before = margin(ADS[1])
    taught(ADS[1])
    assert margin(ADS[1]) == before


def test_taking_back_what_waits_leaves_no_step(monkeypatch):
    monkeypatch.setattr(service, "A_DAY", 0)
    example = taught(ADS[0])
    assert database.write(lambda: take_back(example, moderator_id=None))
    assert database.count(LearningExample) == 1


def test_long_numbers_and_names_in_addresses_are_not_kept():
    kept = without_numbers("WA 081234567890 atau 0812-3456-7890, rina.dewi@contoh.example, naga88, Rp 20.000")
    assert kept == "WA 081230000000 atau 0812-0000-0000, nama@contoh.example, naga88, Rp 20.000"


def test_what_a_post_taught_is_forgotten_with_it():
    idea = make_idea()
    taught(ADS[0], post_id=idea.id)
    taught(ADS[1])
    database.write(lambda: forget([idea.id]))
    assert database.rows(select(LearningExample.text)) == [without_numbers(ADS[1])]


def test_a_decision_writes_a_small_row():
    taught(ADS[0])
    with database.context(), database.statements() as seen:
        database.write(lambda: teach("gambling", ADS[1], True, moderator_id=None))
    assert len(seen) < 14


def test_asking_again_costs_one_statement():
    taught(ADS[0])
    models()
    with database.statements() as seen:
        models()
    assert len(seen) == 1


def test_models_are_taught_inside_a_transaction_only():
    with pytest.raises(RuntimeError):
        teach("gambling", ADS[0], True, moderator_id=None)


def test_hoaxes_are_not_learned():
    with pytest.raises(ValueError, match="not learned"):
        taught(ADS[0], kind="hoax")
