"""Sending an idea: what is stored, what is refused and kept, who may."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ideaboard.businesses.models import STAFF, Membership
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea, hot_at
from ideaboard.ideas.queries import drifted_counts
from ideaboard.posts.models import DRAFT, PUBLISHED, PostVersion
from tests.browser import Browser
from tests.database import context, count, fresh, rows, scalar, write
from tests.factories import make_business, make_challenge, make_user
from tests.ideas.forms import TEXTS, filled, form_path

Browse = Callable[..., Browser]


def _only_idea() -> Idea:
    [idea] = rows(select(Idea))
    return idea


def test_a_sent_idea_is_public_and_leads_to_its_page(browse: Browse) -> None:
    challenge = make_challenge()
    answer = browse(make_user()).post(form_path(challenge), filled())
    idea = _only_idea()
    assert (answer.status_code, answer.location) == (303, f"/i/{idea.id}-keripik-sambal-seruit")
    assert (idea.status, idea.listed, idea.version) == (PUBLISHED, True, 1)
    assert idea.hot == pytest.approx(hot_at(0, idea.published_at or now()))


def test_the_message_names_the_day_of_the_answer(browse: Browse) -> None:
    challenge = make_challenge()
    browser = browse(make_user())
    browser.post(form_path(challenge), filled())
    with browser.client.session_transaction() as session:
        assert str(challenge.answers_due_on.day) in session["_flashes"][0][1]


def test_every_text_is_rendered_when_it_is_written(browse: Browse) -> None:
    texts = {"body": f"**{TEXTS['body']}**", "for_whom": "*semua*", "why": "`murah` <b>x</b>"}
    browse(make_user()).post(form_path(make_challenge()), filled(**texts))
    idea = _only_idea()
    assert (idea.html.strip(), idea.excerpt) == (f"<p><strong>{TEXTS['body']}</strong></p>", TEXTS["body"])
    assert idea.for_whom_html.strip() == "<p><em>semua</em></p>"
    assert idea.why_html.strip() == "<p><code>murah</code> &lt;b&gt;x&lt;/b&gt;</p>"


def test_the_first_version_holds_the_texts_and_nothing_else(browse: Browse) -> None:
    browse(make_user()).post(form_path(make_challenge()), filled())
    [version] = rows(select(PostVersion).where(PostVersion.post_id == _only_idea().id))
    assert (version.number, version.fields) == (1, TEXTS)


def test_consent_is_recorded_with_its_version_and_time(browse: Browse) -> None:
    browse(make_user()).post(form_path(make_challenge(licence="cc_by")), filled())
    idea = _only_idea()
    assert (idea.licence, idea.licence_version) == ("cc_by", "2026-11")
    assert idea.licence_agreed_at is not None
    assert abs(idea.licence_agreed_at - now()) < timedelta(minutes=1)


def test_the_challenge_counts_its_listed_ideas(browse: Browse) -> None:
    challenge = make_challenge()
    browse(make_user()).post(form_path(challenge), filled())
    assert fresh(challenge).idea_count == 1
    with context():
        assert drifted_counts() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Enak"),
        ("title", "x" * 81),
        ("title", ""),
        ("body", "Terlalu pendek."),
        ("body", "x" * 4001),
        ("for_whom", " "),
        ("for_whom", "x" * 501),
        ("why", "x" * 1001),
        ("consent", None),
    ],
)
def test_a_wrong_field_is_refused_with_what_was_typed(browse: Browse, field: str, value: Any) -> None:
    answer = browse(make_user()).post(form_path(make_challenge()), filled(**{field: value}))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert (value or "") in answer.text
    assert count(Idea) == 0


def test_the_longest_texts_are_taken(browse: Browse) -> None:
    texts = {"title": "ü" * 80, "body": "🌶" * 4000, "for_whom": "x" * 500, "why": "y" * 1000}
    assert browse(make_user()).post(form_path(make_challenge()), filled(**texts)).status_code == 303
    assert _only_idea().source == "🌶" * 4000


def test_what_is_not_asked_for_is_ignored(browse: Browse) -> None:
    someone = make_user()
    extra = {"author_id": "1", "status": "hidden", "vote_count": "99", "hot": "9e9", "listed": "", "id": "7"}
    browse(someone).post(form_path(make_challenge()), filled(**extra))
    idea = _only_idea()
    assert (idea.author_id, idea.status, idea.vote_count) == (someone.id, PUBLISHED, 0)


def test_a_narrow_challenge_asks_who_belongs_to_it(browse: Browse) -> None:
    challenge = make_challenge(audience="city", audience_note="Metro")
    browser = browse(make_user())
    assert "Metro" in browser.get(form_path(challenge)).text
    assert browser.post(form_path(challenge), filled()).status_code == 422
    assert browser.post(form_path(challenge), filled(eligible="y")).status_code == 303


def test_the_form_opens_blank_and_shows_no_idea_of_others(browse: Browse) -> None:
    challenge = make_challenge()
    browse(make_user()).post(form_path(challenge), filled(title="Rahasia sebelum menulis"))
    page = browse(make_user()).get(form_path(challenge))
    assert page.status_code == 200
    assert "Rahasia sebelum menulis" not in page.text


def test_the_form_shows_what_ideas_are_judged_by(browse: Browse) -> None:
    page = browse(make_user()).get(form_path(make_challenge())).text
    assert "Bahan mudah didapat" in page
    assert "Bahan harus halal" in page


def test_sending_the_same_form_twice_makes_one_idea_and_answers_the_same(browse: Browse) -> None:
    challenge, browser, form = make_challenge(), browse(make_user()), filled()
    answers = [browser.post(form_path(challenge), form) for _ in range(2)]
    assert count(Idea) == 1
    assert len({(answer.status_code, answer.location) for answer in answers}) == 1


def test_a_retry_after_closing_time_still_answers_with_the_idea(browse: Browse) -> None:
    challenge, browser, form = make_challenge(), browse(make_user()), filled()
    browser.post(form_path(challenge), form)
    with time_machine.travel(now() + timedelta(days=8)):
        assert browser.post(form_path(challenge), form).status_code == 303


def test_the_same_form_with_another_text_loses_neither(browse: Browse) -> None:
    challenge, browser, form = make_challenge(), browse(make_user()), filled()
    browser.post(form_path(challenge), form)
    answer = browser.post(form_path(challenge), {**form, "title": "Judul yang lebih baik"})
    assert answer.status_code == 409
    assert "Judul yang lebih baik" in answer.text
    assert f'href="{_only_idea().path}"' in answer.text


def test_sixteen_clicks_at_once_make_one_idea(app: Flask, browse: Browse) -> None:
    challenge, someone, form = make_challenge(), make_user(), filled()
    browsers = [browse(someone) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda browser: browser.post(form_path(challenge), form), browsers))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert (count(Idea), fresh(challenge).idea_count) == (1, 1)


def test_two_people_may_use_the_same_key(browse: Browse) -> None:
    challenge, form = make_challenge(), filled()
    for _ in range(2):
        assert browse(make_user()).post(form_path(challenge), form).status_code == 303
    assert count(Idea) == 2


def test_a_form_without_a_key_or_with_one_from_elsewhere_still_sends(browse: Browse) -> None:
    browser, form = browse(make_user()), filled()
    browser.post(form_path(make_challenge()), form)
    other = {"body": "Rendang suwir kering di atas keripik tipis, dengan sedikit serundeng kelapa yang gurih."}
    third = {"body": "Andaliman dan jeruk purut untuk keripik singkong, segar dan sedikit kebas di lidah."}
    assert browser.post(form_path(make_challenge()), {**form, **other}).status_code == 303
    assert browser.post(form_path(make_challenge()), filled(idempotency_key=None, **third)).status_code == 303
    assert count(Idea) == 3


def test_the_business_sends_no_ideas_to_itself(browse: Browse) -> None:
    owner, staff = make_user(), make_user()
    business = make_business(owner)
    write(lambda: db.session.add(Membership(business_id=business.id, user_id=staff.id, role=STAFF)))
    challenge = make_challenge(business, owner=owner)
    for person in (owner, staff):
        assert browse(person).get(form_path(challenge)).status_code == 403
        answer = browse(person).post(form_path(challenge), filled())
        assert answer.status_code == 403
        assert TEXTS["body"] in answer.text
    assert count(Idea) == 0


def test_an_unconfirmed_member_keeps_the_text_as_a_draft(browse: Browse) -> None:
    challenge = make_challenge()
    answer = browse(make_user(confirmed=False)).post(form_path(challenge), filled())
    assert answer.status_code == 403
    assert _only_idea().status == DRAFT
    assert f"draf={_only_idea().id}" in answer.text


@pytest.mark.parametrize("stage", ["scheduled", "review"])
def test_a_closed_challenge_keeps_the_text_on_the_page_and_as_a_draft(browse: Browse, stage: str) -> None:
    answer = browse(make_user()).post(form_path(make_challenge(stage=stage)), filled())
    assert answer.status_code == 409
    assert TEXTS["body"] in answer.text
    assert (_only_idea().status, _only_idea().source) == (DRAFT, TEXTS["body"])


def test_a_closed_challenge_says_so_before_anybody_writes(browse: Browse) -> None:
    assert browse(make_user()).get(form_path(make_challenge(stage="review"))).status_code == 409


def test_a_text_too_long_for_a_draft_stays_on_the_page_of_a_closed_challenge(browse: Browse) -> None:
    answer = browse(make_user()).post(form_path(make_challenge(stage="review")), filled(title="x" * 90))
    assert answer.status_code == 409
    assert "x" * 90 in answer.text
    assert count(Idea) == 0


def test_a_fair_challenge_takes_no_ideas_once_support_opened(browse: Browse) -> None:
    challenge = make_challenge(rule="fair", stage="support")
    assert browse(make_user()).post(form_path(challenge), filled()).status_code == 409


def test_no_form_for_a_challenge_nobody_may_see(browse: Browse) -> None:
    challenge = make_challenge(status="hidden")
    assert browse(make_user()).get(form_path(challenge)).status_code == 404
    assert browse(make_user()).post(form_path(challenge), filled()).status_code == 404
    assert scalar(select(Idea.id)) is None
