"""What changed in a brief after it was published, and going back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.posts.models import DRAFT, HIDDEN, PostVersion
from ideaboard.posts.service import revise
from tests.browser import Browser
from tests.database import count, fresh, write
from tests.factories import make_challenge, make_user

Browse = Callable[..., Browser]
FIRST = "Kami mencari satu rasa baru yang khas Lampung."


@pytest.fixture
def owner(app: Any) -> User:
    return make_user()


@pytest.fixture
def challenge(owner: User) -> Challenge:
    """A challenge whose brief changed once, and whose schedule changed after that."""
    made = make_challenge(owner=owner)
    texts = {"title": made.title, "problem": made.problem, "limits": made.limits}

    def work() -> None:
        found = fresh(made)
        for body in (FIRST, FIRST.replace("satu rasa", "dua rasa"), FIRST.replace("satu rasa", "dua rasa")):
            revise(found, {**texts, "body": body}, editor_id=owner.id, base_version=found.version)

    write(work)
    return fresh(made)


def _path(challenge: Challenge) -> str:
    return f"/t/{challenge.slug}/brief/riwayat"


def _back(challenge: Challenge, number: int, version: int | None = None) -> dict[str, str]:
    return {"number": str(number), "version": str(version or challenge.version)}


def test_the_brief_says_that_it_changed_and_leads_to_what(browse: Browse, challenge: Challenge) -> None:
    assert _path(challenge) in browse().get(f"/t/{challenge.slug}/brief").text


def test_an_unchanged_brief_says_nothing(browse: Browse) -> None:
    challenge = make_challenge()
    assert "riwayat" not in browse().get(f"/t/{challenge.slug}/brief").text
    assert browse().get(_path(challenge)).status_code == 200


def test_a_change_of_dates_alone_is_no_change_of_the_brief(browse: Browse, challenge: Challenge) -> None:
    page = browse().get(_path(challenge)).text
    assert page.count("Lihat perubahan") == 2
    assert "ke=4" not in page
    assert "<del>" in page
    assert "satu " in page
    assert "dua " in page


def test_the_owner_goes_back_and_nobody_else(browse: Browse, owner: User, challenge: Challenge) -> None:
    assert 'name="number"' not in browse(make_user()).get(_path(challenge)).text
    assert browse(make_user()).post(_path(challenge), _back(challenge, 2)).status_code == 404
    assert 'name="number"' in browse(owner).get(_path(challenge)).text
    answer = browse(owner).post(_path(challenge), _back(challenge, 2))
    assert (answer.status_code, answer.location) == (303, f"/t/{challenge.slug}/brief")
    after = fresh(challenge)
    assert (after.source, after.version, after.limits) == (FIRST, challenge.version + 1, challenge.limits)


@pytest.mark.parametrize("number", [0, 99, 2**40])
def test_there_is_no_way_back_to_no_version(browse: Browse, owner: User, challenge: Challenge, number: int) -> None:
    assert browse(owner).post(_path(challenge), _back(challenge, number)).status_code == 409


def test_going_back_from_an_old_page_is_refused(browse: Browse, owner: User, challenge: Challenge) -> None:
    assert browse(owner).post(_path(challenge), _back(challenge, 2, 1)).status_code == 409
    assert fresh(challenge).version == challenge.version


def test_a_closed_challenge_keeps_its_brief(browse: Browse, owner: User) -> None:
    challenge = make_challenge(owner=owner, stage="review")
    assert 'name="number"' not in browse(owner).get(_path(challenge)).text
    assert browse(owner).post(_path(challenge), _back(challenge, 1)).status_code == 409
    assert count(PostVersion, PostVersion.created_at > now()) == 0


@pytest.mark.parametrize("status", [DRAFT, HIDDEN])
def test_the_history_of_what_is_not_public_is_not_public(browse: Browse, status: str) -> None:
    assert browse().get(_path(make_challenge(status=status))).status_code == 404
