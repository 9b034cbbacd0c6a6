"""Publishing a challenge screens everything that its five steps say."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Business
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.posts.models import DRAFT, HELD, PUBLISHED, Post
from ideaboard.posts.service import latest_fields
from tests.browser import Browser
from tests.challenges.wizard.forms import TODAY, draft_up_to, owner_of_a_business, path, problem
from tests.database import context, fresh, rows, write
from tests.screening.wiring.words import HELD_WORD, PHONE, REFUSED_WORD, WARNED_WORD, FakeEngine

Browse = Callable[..., Browser]


@pytest.fixture
def owner(app: Flask, browse: Browse) -> Iterator[Browser]:
    """Somebody who runs a business, on a known day."""
    with time_machine.travel(TODAY, tick=True):
        person: User = owner_of_a_business(verified_at=now())
        yield browse(person)


def _say(owner: Browser, word: str) -> Post:
    draft = draft_up_to(owner, 5)
    form = problem(problem=f"Penjualan turun. {word}", version=str(fresh(draft).version), idempotency_key=None)
    assert owner.post(path(draft, 1), form).status_code == 303
    return draft


def test_drafts_are_nobodys_business(owner: Browser, fake_engine: FakeEngine) -> None:
    _say(owner, HELD_WORD)
    assert [post for post in fake_engine.asked if post[1].post == "challenge"] == []


def test_what_is_held_is_saved_and_waits(owner: Browser, browse: Browse) -> None:
    draft = _say(owner, HELD_WORD)
    assert owner.post(path(draft, 5)).status_code == 303
    challenge = fresh(draft)
    assert (challenge.status, challenge.listed, challenge.published_at) == (HELD, False, None)
    assert owner.get(challenge.path).status_code == 200
    assert browse().get(challenge.path).status_code == 404


def test_a_first_challenge_with_a_worse_sign_waits_for_that(owner: Browser) -> None:
    unverified = Business.__table__.update().values(verified_at=None)  # type: ignore[attr-defined]
    write(lambda: db.session.execute(unverified))
    for word, topic in ((HELD_WORD, "gambling"), ("biasa", "business")):
        draft = _say(owner, word)
        owner.post(path(draft, 5))
        assert (fresh(draft).status, rows(select(Case.topic).where(Case.post_id == draft.id))) == (HELD, [topic])


def test_what_is_refused_stays_a_draft(owner: Browser) -> None:
    draft = _say(owner, REFUSED_WORD)
    answer = owner.post(path(draft, 5))
    assert (answer.status_code, fresh(draft).status) == (422, DRAFT)
    assert "error-summary" in answer.text


def test_what_may_hurt_is_published_by_the_second_button(owner: Browser) -> None:
    draft = _say(owner, WARNED_WORD)
    asked = owner.post(path(draft, 5))
    assert (asked.status_code, fresh(draft).status) == (422, DRAFT)
    token = re.search(r'name="as_is" value="([^"]+)"', asked.text)
    assert token
    assert owner.post(path(draft, 5), {"as_is": html.unescape(token[1])}).status_code == 303
    assert fresh(draft).status == PUBLISHED


def test_every_step_is_read(owner: Browser, fake_engine: FakeEngine) -> None:
    draft = draft_up_to(owner, 5)
    owner.post(path(draft, 5))
    [text] = [text for text, context in fake_engine.asked if context.post == "challenge"]
    for words in (
        "Rasa baru keripik pisang",
        "Semua bahan halal",
        "Tahan 60 hari",
        "24 bungkus",
        "Tiga ide kami coba",
    ):
        assert words in text


def test_personal_data_is_masked_in_every_column(owner: Browser, browse: Browse) -> None:
    draft = _say(owner, f"Tanya {PHONE}.")
    owner.post(path(draft, 5))
    assert PHONE not in browse().get(f"{fresh(draft).path}/brief").text
    with context():
        assert PHONE in latest_fields(draft.id)["problem"]
    assert PHONE in owner.get(path(draft, 1)).text
