"""What decisions teach the classifier."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.moderation.models import Decision
from ideaboard.moderation.reasons import REASONS
from ideaboard.screening.learning.models import LearningExample
from tests.database import rows, scalar
from tests.factories import make_idea
from tests.moderation.judging.steps import case_about, decide
from tests.moderation.steps import keep, make_held_comment, make_moderator, note_signals, remove

TEXT = "Main slot gacor di situs kami, depo 20 ribu langsung maxwin"


@pytest.fixture
def dewi(app):
    """A moderator."""
    return make_moderator()


@pytest.fixture
def me(browse, dewi):
    """Her browser."""
    return browse(dewi)


def lessons() -> list[tuple[str, bool]]:
    valid = LearningExample.taken_back_at.is_(None), LearningExample.undoes_id.is_(None)
    taught = select(LearningExample).where(*valid).order_by(LearningExample.kind)
    return [(example.kind, example.is_kind) for example in rows(taught)]


def test_a_kept_post_is_ordinary_talk_for_what_it_was_suspected_of(me, dewi):
    post = make_held_comment(body=TEXT)
    signals = ("gambling.slang", "strong", []), ("spam.link", "weak", []), ("disguise.leet", "weak", [])
    note_signals(post, *signals)
    keep(me, post)
    assert lessons() == [("gambling", False), ("spam", False)]
    example = rows(select(LearningExample))[0]
    assert (example.moderator_id, example.post_id) == (dewi.id, post.id)


@pytest.mark.parametrize("reason", REASONS)
def test_a_removed_post_is_an_example_of_its_reason_alone(me, reason):
    post = make_held_comment(body=TEXT)
    note_signals(post, ("gambling.slang", "strong", []))
    remove(me, post, reason=reason)
    taught = {"fraud", "gambling", "spam", "abuse"} & {reason}
    assert lessons() == [(kind, True) for kind in taught]


def test_undo_takes_back_what_was_taught(me):
    post = make_held_comment(body=TEXT)
    remove(me, post, reason="gambling")
    me.post(f"/moderasi/putusan/{scalar(select(Decision.id))}/batal")
    assert lessons() == []
    keep(me, post)
    assert lessons() == []  # Nothing was noticed in it, so its being kept says nothing about a kind.


def test_what_is_only_to_be_put_right_teaches_nothing(dewi):
    post = make_held_comment(body=TEXT)
    note_signals(post, ("gambling.slang", "strong", []))
    decide(post, dewi, "changes", reason="gambling")
    assert lessons() == []


def test_a_hidden_post_is_an_example_like_a_removed_one(dewi):
    decide(make_held_comment(body=TEXT), dewi, "hide", reason="gambling")
    assert lessons() == [("gambling", True)]


def test_a_report_that_a_moderator_declined_is_ordinary_talk_for_its_reason(dewi):
    idea = make_idea(body=TEXT)
    case_about(idea, topic="fraud")
    decide(idea, dewi, "keep")
    assert lessons() == [("fraud", False)]
