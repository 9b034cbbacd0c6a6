"""What takes effect only when a second person agrees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ideaboard.accounts.models import User
from ideaboard.moderation.cases.models import DECIDED, OPEN
from ideaboard.moderation.judging import service
from ideaboard.moderation.judging.choices import Choice, needs_two, two_people_for
from ideaboard.moderation.judging.problems import AlreadyDecided, Changed, NotFitting
from ideaboard.moderation.judging.proposals import proposal_of
from ideaboard.moderation.models import APPLIED, DECLINED, PROPOSED, Decision
from ideaboard.moderation.sanctions.models import Sanction
from ideaboard.posts.models import HELD, PUBLISHED, REMOVED
from ideaboard.posts.service import revise
from ideaboard.web.problems import NotAllowed
from tests.database import context, count, fresh, write
from tests.factories import make_idea, make_user
from tests.moderation.judging.steps import age, audited, case_about, confirm, decide, fresh_of, person, undo
from tests.moderation.steps import make_held_comment, make_moderator

SUSPEND = {"reason": "abuse", "measure": "suspend"}
DAY = timedelta(hours=24)


@pytest.fixture
def dewi(app):
    """A moderator."""
    return make_moderator("Dewi")


@pytest.fixture
def sari(app):
    """A second moderator."""
    return make_moderator("Sari")


def waiting(case) -> int | None:
    with context():
        found = proposal_of(case.id)
        return found.id if found else None


@pytest.mark.parametrize(("reason", "two"), [("fraud", 0), ("gambling", 0), ("abuse", 1), ("hoax", 1)])
def test_suspending_needs_two_but_for_fraud_and_gambling(reason, two):
    assert needs_two(Choice("remove", reason=reason, measure="suspend")) is bool(two)
    assert not needs_two(Choice("remove", reason=reason, measure="month"))


def test_other_packages_say_when_two_are_needed(monkeypatch):
    monkeypatch.setattr("ideaboard.moderation.judging.choices._two_people", {})
    two_people_for("label")(lambda choice: choice.extra.get("verdict") == "false")
    assert needs_two(Choice("label", extra={"verdict": "false"}))
    assert not needs_two(Choice("label", extra={"verdict": "true"}))


def test_a_proposal_waits_and_a_second_person_lets_it_take_effect(dewi, sari):
    idea = make_idea()
    case = case_about(idea)
    proposed = decide(case, dewi, "remove", **SUSPEND)
    assert (proposed.state, fresh(case).status, waiting(case)) == (PROPOSED, OPEN, proposed.id)
    assert (fresh(idea).status, count(Sanction)) == (HELD, 0)  # Readers do not see it meanwhile.
    done = confirm(proposed, sari)
    assert (done.state, done.second_id, done.was_alone) == (APPLIED, sari.id, False)
    assert (fresh(idea).status, fresh(case).status) == (REMOVED, DECIDED)
    assert fresh_of(User, idea.author_id).suspended_at is not None
    assert [row.action for row in audited()] == ["post.propose", "person.suspend", "post.remove"]
    with pytest.raises(AlreadyDecided):
        confirm(proposed, sari)


def test_nobody_confirms_their_own_proposal_while_there_is_another(dewi, sari):
    comment = make_held_comment()
    proposed = decide(comment, dewi, "remove", **SUSPEND)
    with pytest.raises(NotAllowed):
        confirm(proposed, dewi, facts="Saya yakin.")
    with pytest.raises(NotAllowed):
        decide(comment, dewi, "keep")
    assert fresh(comment).status == HELD


def test_an_admin_counts_as_the_second_where_there_is_no_other_moderator(dewi):
    boss = make_user(is_admin=True)
    comment = make_held_comment()
    proposed = decide(comment, dewi, "remove", **SUSPEND)
    assert confirm(proposed, boss).second_id == boss.id


def test_where_there_is_nobody_the_same_person_confirms_after_a_day_in_writing(dewi):
    comment = make_held_comment()
    proposed = decide(comment, dewi, "remove", **SUSPEND)
    with pytest.raises(NotAllowed, match="nobody else"):
        confirm(proposed, dewi, facts="Ancaman berulang.")
    age(Decision, proposed.id, made_at=DAY)
    with pytest.raises(NotFitting):
        confirm(proposed, dewi)
    done = confirm(proposed, dewi, facts="Ancaman berulang.")
    assert (done.was_alone, done.second_id, fresh(comment).status) == (True, None, REMOVED)
    assert "Ancaman berulang." in done.facts
    assert audited("post.remove")[0].after["alone"] is True
    assert undo(done, dewi).undone_at is not None  # Ten minutes from when it took effect.


def test_a_declined_proposal_leaves_the_case_to_everybody(dewi, sari):
    comment = make_held_comment()
    proposed = decide(comment, dewi, "remove", **SUSPEND)
    with context():
        service.decline(proposed.id, person(sari))
    assert (fresh(proposed).state, fresh(proposed).second_id, fresh(case_about(comment)).status) == (
        DECLINED,
        sari.id,
        OPEN,
    )
    assert fresh(decide(comment, dewi, "remove", reason="abuse")).state == APPLIED


def test_another_decision_declines_what_was_proposed(dewi, sari):
    comment = make_held_comment()
    proposed = decide(comment, dewi, "remove", **SUSPEND)
    decide(comment, sari, "keep")
    assert (fresh(proposed).state, fresh(comment).status, count(Sanction)) == (DECLINED, PUBLISHED, 0)
    with pytest.raises(AlreadyDecided):
        confirm(proposed, sari)


def test_a_proposal_is_about_the_text_that_was_read(dewi, sari):
    comment = make_held_comment()
    proposed = decide(comment, dewi, "remove", **SUSPEND)
    write(lambda: revise(_own(comment), {"body": "Maaf."}, editor_id=comment.author_id, base_version=1))
    with pytest.raises(Changed):
        confirm(proposed, sari)
    assert (fresh(proposed).state, fresh(comment).status) == (PROPOSED, HELD)


def test_who_proposed_takes_it_back_at_any_time_while_it_waits(dewi, sari):
    idea = make_idea()
    proposed = decide(idea, dewi, "remove", **SUSPEND)
    age(Decision, proposed.id, made_at=DAY)
    undo(proposed, dewi)
    assert (fresh(idea).status, waiting(case_about(idea))) == (PUBLISHED, None)
    decide(idea, dewi, "keep")
    with pytest.raises(AlreadyDecided):
        confirm(proposed, sari)


def test_who_is_asked_for_a_word_does_not_ask_a_third(dewi, sari):
    comment = make_held_comment()
    decide(comment, dewi, "remove", **SUSPEND)
    with pytest.raises(NotFitting):
        decide(comment, sari, "second")


def _own(post):
    from ideaboard.extensions import db

    return db.session.get(type(post), post.id)
