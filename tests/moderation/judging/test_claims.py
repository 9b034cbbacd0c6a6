"""Who reads a case keeps it for ten minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from ideaboard.data.clock import now
from ideaboard.moderation.judging import claims
from ideaboard.moderation.judging.problems import Claimed
from ideaboard.posts.models import PUBLISHED
from tests.database import context, fresh, write
from tests.factories import make_user
from tests.moderation.judging.steps import case_about, decide, person
from tests.moderation.steps import make_held_comment, make_moderator


@pytest.fixture
def dewi(app):
    """A moderator."""
    return make_moderator("Dewi")


@pytest.fixture
def sari(app):
    """Another one."""
    return make_moderator("Sari")


def claim(case, someone, verb=claims.claim) -> bool:
    with context():
        return verb(case.id, person(someone))


def holder(case, besides) -> str:
    with context():
        found = claims.holder_of(fresh(case), besides=besides.id)
        return found.name if found else ""


def test_a_claimed_case_is_nobody_elses_to_claim_or_decide(dewi, sari):
    comment = make_held_comment()
    case = case_about(comment)
    assert claim(case, dewi)
    assert not claim(case, sari)
    assert (holder(case, sari), holder(case, dewi)) == ("Dewi", "")
    with pytest.raises(Claimed, match="Dewi"):
        decide(comment, sari, "keep")
    decide(comment, dewi, "keep")
    found = fresh(case)
    assert (found.claimed_by_id, fresh(comment).status) == (None, PUBLISHED)
    assert not claim(case, sari)


def test_a_claim_ends_after_ten_minutes_unless_it_is_renewed(dewi, sari):
    case = case_about(make_held_comment())
    start = now()
    claim(case, dewi)
    with time_machine.travel(start + timedelta(minutes=9), tick=False):
        assert claim(case, dewi, claims.renew)
    with time_machine.travel(start + timedelta(minutes=18), tick=False):
        assert not claim(case, sari)
    with time_machine.travel(start + timedelta(minutes=19, seconds=1), tick=False):
        assert claim(case, sari)
        assert not claim(case, dewi, claims.renew)


def test_who_lets_go_makes_room(dewi, sari):
    case = case_about(make_held_comment())
    claim(case, dewi)
    assert not claim(case, sari, claims.release)
    assert claim(case, dewi, claims.release)
    assert claim(case, sari)


def test_the_claim_of_somebody_who_lost_the_role_counts_for_nothing(dewi, sari):
    comment = make_held_comment()
    case = case_about(comment)
    claim(case, dewi)
    write(lambda: setattr(person(dewi), "is_moderator", False))
    assert holder(case, sari) == ""
    decide(comment, sari, "keep")


def test_what_is_not_ones_own_to_decide_is_not_claimed(dewi, sari):
    case = case_about(make_held_comment(author=dewi))
    assert not claim(case, dewi)
    assert not claim(case, make_user())
    assert claim(case, sari)
