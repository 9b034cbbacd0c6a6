"""A visitor writes first and signs in after; the idea is sent under the same rule as everybody's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ideaboard.accounts import intents
from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import DRAFT, PUBLISHED
from tests.accounts.steps import last_link, make_member, sign_in, sign_up
from tests.browser import Browser
from tests.database import count, rows
from tests.factories import make_challenge, make_user
from tests.ideas.forms import TEXTS, draft_path, filled, form_path

Browse = Callable[..., Browser]
Mailbox = Callable[[], list[Any]]


def _only() -> Idea:
    [idea] = rows(select(Idea))
    return idea


def _packed(answer_text: str) -> str:
    found = re.search(r'name="intent"[^>]*value="([^"]+)"', answer_text)
    assert found
    return unescape(found[1])


def _carry_out(app: Flask, person: User, token: str) -> intents.Outcome:
    with app.test_request_context():
        data = intents.unpack(token)
        assert data
        return intents.carry_out(person, data)


def test_a_visitor_opens_the_form_without_pictures(browser: Browser) -> None:
    page = browser.get(form_path(make_challenge()))
    assert page.status_code == 200
    assert 'type="file"' not in page.text
    assert "/ide/draf" not in page.text


def test_a_visitors_idea_travels_signed_into_the_sign_in_page(app: Flask, browser: Browser) -> None:
    answer = browser.post(form_path(make_challenge()), filled())
    assert answer.status_code == 200
    assert TEXTS["title"] in unescape(answer.text)
    assert count(Idea) == 0
    outcome = _carry_out(app, someone := make_user(), _packed(answer.text))
    assert (_only().status, _only().author_id, outcome.to) == (PUBLISHED, someone.id, _only().path)


def test_signing_in_sends_the_idea_and_leads_to_it(browser: Browser) -> None:
    author = make_member()
    token = _packed(browser.post(form_path(make_challenge()), filled()).text)
    answer = sign_in(browser, intent=token)
    assert (answer.status_code, answer.location) == (303, _only().path)
    assert (_only().author_id, _only().status) == (author.id, PUBLISHED)


def test_a_new_members_idea_is_sent_when_the_address_is_confirmed(browser: Browser, mailbox: Mailbox) -> None:
    token = _packed(browser.post(form_path(make_challenge()), filled()).text)
    sign_up(browser, intent=token)
    assert count(Idea) == 0
    answer = browser.post(last_link(mailbox))
    assert (answer.status_code, answer.location) == (303, _only().path)
    assert _only().status == PUBLISHED


def test_a_visitors_wrong_form_is_refused_before_signing_in(browser: Browser) -> None:
    answer = browser.post(form_path(make_challenge()), filled(title="Enak"))
    assert answer.status_code == 422
    assert TEXTS["body"] in answer.text


def test_a_visitor_reads_that_a_challenge_is_closed_and_keeps_the_text(browser: Browser) -> None:
    answer = browser.post(form_path(make_challenge(stage="review")), filled())
    assert answer.status_code == 409
    assert TEXTS["body"] in answer.text


def test_signing_in_twice_sends_once(app: Flask, browser: Browser) -> None:
    token, someone = _packed(browser.post(form_path(make_challenge()), filled()).text), make_user()
    first, second = (_carry_out(app, someone, token) for _ in range(2))
    assert first.to == second.to
    assert count(Idea) == 1


def test_a_challenge_that_closed_meanwhile_keeps_the_idea_as_a_draft(app: Flask, browser: Browser) -> None:
    challenge = make_challenge()
    token = _packed(browser.post(form_path(challenge), filled()).text)
    with time_machine.travel(now() + timedelta(hours=20)), pytest.MonkeyPatch.context() as patch:
        patch.setattr("ideaboard.ideas.deadlines.why_closed", lambda challenge: "Tutup.")
        outcome = _carry_out(app, make_user(), token)
    assert (_only().status, _only().source) == (DRAFT, TEXTS["body"])
    assert outcome.to == f"{form_path(challenge)}?draf={_only().id}"
    assert outcome.message.startswith("Tutup.")


def test_an_owner_who_was_signed_out_is_told_why_not(app: Flask, browser: Browser) -> None:
    owner = make_user()
    token = _packed(browser.post(form_path(make_challenge(owner=owner)), filled()).text)
    outcome = _carry_out(app, owner, token)
    assert count(Idea, Idea.status == PUBLISHED) == 0
    assert outcome.message


def test_a_member_of_a_narrow_challenge_ticks_before_signing_in(browser: Browser) -> None:
    challenge = make_challenge(audience="group", audience_note="Ibu-ibu PKK Metro")
    assert browser.post(form_path(challenge), filled()).status_code == 422
    assert browser.post(form_path(challenge), filled(eligible="y")).status_code == 200


def test_a_visitor_cannot_save_drafts(browser: Browser) -> None:
    assert browser.post(draft_path(make_challenge()), filled()).status_code == 401
    assert count(Idea) == 0
