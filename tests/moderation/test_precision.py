"""What decisions taught, and how often screening was right by the last of them."""

from __future__ import annotations

import pytest

from ideaboard.moderation import precision
from tests.database import context
from tests.factories import make_user
from tests.moderation.judging.steps import decide, undo
from tests.moderation.steps import make_held_comment, make_moderator, note_signals


@pytest.fixture
def dewi(app):
    """A moderator."""
    return make_moderator()


def noticed(body, *signals):
    post = make_held_comment(body=body)
    note_signals(post, *((f"{name}.sign", strength, []) for name, strength in signals))
    return post


def shares() -> dict[str, tuple[int, int]]:
    with context():
        return {str(share.name): (share.noticed, share.right) for share in precision.measured().shares}


def test_a_kind_was_right_when_a_moderator_acted_for_that_reason(browse, dewi):
    decide(noticed("Slot gacor satu", ("gambling", "strong")), dewi, "remove", reason="gambling")
    decide(noticed("Bukan slot", ("gambling", "medium")), dewi, "keep")
    decide(noticed("Makian dan slot", ("gambling", "medium"), ("abuse", "strong")), dewi, "hide", reason="abuse")
    decide(noticed("Sedikit saja", ("gambling", "weak")), dewi, "keep")
    with context():
        found = precision.measured()
    assert found.decided == 4
    assert {str(share.name): (share.noticed, share.right, share.percent) for share in found.shares} == {
        "Gambling": (3, 1, 33),
        "Insulting or demeaning": (1, 1, 100),
    }
    assert (found.examples, found.ordinary) == (2, 2)
    page = browse(make_user(is_admin=True)).get("/admin/saringan?bahasa=en").text
    assert "Examples of ordinary talk" in page
    assert "1 (33%)" in page


def test_what_was_taken_back_proposed_or_only_sampled_does_not_count(dewi):
    make_moderator("Sari")
    undo(decide(noticed("Satu", ("fraud", "strong")), dewi, "remove", reason="fraud"), dewi)
    decide(noticed("Dua", ("fraud", "strong")), dewi, "remove", reason="abuse", measure="suspend")
    decide(noticed("Tiga", ("fraud", "strong")), dewi, "second")
    assert shares() == {}


def test_only_the_last_decisions_count(dewi, monkeypatch):
    monkeypatch.setattr(precision, "LOOKED_AT", 2)
    decide(noticed("Pertama", ("spam", "strong")), dewi, "keep")
    for number in range(2):
        decide(noticed(f"Iklan {number}", ("spam", "strong")), dewi, "remove", reason="spam")
    assert shares() == {"Iklan atau spam": (2, 2)}


def test_without_decisions_there_is_nothing_to_show(browse, app):
    assert shares() == {}
    assert browse(make_user(is_admin=True)).get("/admin/saringan").status_code == 200
