"""Whoever may not write can still read, appeal, sign out and go; what they typed stays on the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from ideaboard.accounts.models import User
from ideaboard.comments.models import Comment
from ideaboard.data.clock import now
from ideaboard.ideas.models import Idea
from ideaboard.moderation.models import SILENCE_WEEK, SUSPEND
from ideaboard.moderation.sanctions import service
from ideaboard.posts.models import DRAFT
from ideaboard.votes.models import Vote
from ideaboard.web.guards import SAFE_METHODS
from tests.accounts.steps import PASSWORD, make_member, sign_in
from tests.browser import Browser
from tests.database import count, fresh, write
from tests.factories import make_challenge, make_idea, make_user
from tests.moderation.rows import make_decision

Browse = Callable[..., Browser]
START = datetime(2026, 11, 21, 3, tzinfo=UTC)
SILENCED: dict[str, Any] = {"silenced_until": START + timedelta(days=7)}
SUSPENDED: dict[str, Any] = {"suspended_at": START}
both = pytest.mark.parametrize("columns", [SILENCED, SUSPENDED], ids=["silenced", "suspended"])
TEXT = "Pakai cabai dari Metro, lebih harum."
# What stays open to them. Whoever adds a handler adds it here too, on purpose.
OPEN = {
    *("accounts.enter", "accounts.register", "accounts.cancel_sign_in", "accounts.send_sign_in_link"),
    *("accounts.use_sign_in_link", "accounts.send_reset_link", "accounts.use_reset_link", "accounts.sign_out"),
    *("accounts.resend_confirmation", "accounts.use_confirmation", "accounts.update_password"),
    *("accounts.update_display", "accounts.end_session", "accounts.end_sessions", "accounts.close"),
    *("accounts.enter_code", "accounts.start_two_step", "accounts.confirm_two_step", "accounts.renew_codes"),
    *("accounts.switch_off_two_step", "accounts.codes_as_file"),
    *("accounts.send_closing_link", "accounts.use_closing_link", "notifications.update", "notifications.show"),
    # Own data, mails and what was agreed to: everybody's right, whatever else they may not.
    *("accounts.agree", "accounts.ask_for_data", "accounts.choose_mails", "accounts.end_mails"),
    "ideas.similar",  # it only reads
}


@pytest.fixture(autouse=True)
def at_start():
    with time_machine.travel(START, tick=False):
        yield


@both
def test_reading_goes_on_signed_in(browse: Browse, columns: dict[str, Any]) -> None:
    browser, idea = browse(make_user(**columns)), make_idea()
    for path in ("/", idea.path, "/akun", "/pemberitahuan", "/akun/putusan"):
        assert browser.get(path).status_code == 200, path


@both
def test_a_write_is_refused_and_what_was_typed_is_kept(browse: Browse, columns: dict[str, Any]) -> None:
    answer = browse(make_user(**columns)).post(f"/i/{make_idea().id}/komentar", {"body": TEXT})
    assert answer.status_code == 403
    assert f">{TEXT}</textarea>" in answer.text
    assert 'type="submit" class="button primary"' not in answer.text  # sending again would change nothing
    assert count(Comment) == 0


def test_the_end_is_said_in_the_persons_zone(browse: Browse) -> None:
    answer = browse(make_user(**SILENCED, zone="WITA")).post(f"/i/{make_idea().id}/dukung")
    assert "28 November 2026, 11.00 WITA" in answer.text
    assert count(Vote) == 0


def test_the_reason_of_the_decision_is_said(browse: Browse) -> None:
    person = make_user()
    for measure, reason in ((SILENCE_WEEK, "abuse"), (SUSPEND, "gambling")):
        decision = make_decision(person, measure=measure, reason=reason)
        given = {"decision_id": decision.id, "moderator_id": decision.moderator_id}
        write(lambda given=given, measure=measure: service.impose(person.id, measure, **given))  # type: ignore[misc]
    page = browse(person).post(f"/i/{make_idea().id}/dukung?bahasa=en").text
    assert "it advertises gambling" in page


@both
def test_htmx_is_told_beside_the_page_as_it_is(browse: Browse, columns: dict[str, Any]) -> None:
    answer = browse(make_user(**columns)).post(f"/i/{make_idea().id}/komentar", {"body": TEXT}, htmx=True)
    assert answer.status_code == 403
    assert "data-sentence" in answer.text
    assert "<html" not in answer.text


def test_a_silence_ends_by_itself(browse: Browse) -> None:
    browser, idea = browse(make_user(**SILENCED)), make_idea()
    with time_machine.travel(START + timedelta(days=7), tick=False):
        assert browser.post(f"/i/{idea.id}/komentar", {"body": TEXT}).status_code == 303


def test_a_silenced_moderator_decides_nothing(browse: Browse) -> None:
    answer = browse(make_user(is_moderator=True, **SILENCED)).post("/moderasi/1/biarkan", {"version": 1})
    assert answer.status_code in (403, 404)


@both
def test_what_was_carried_through_sign_in_is_not_done_either(browse: Browse, columns: dict[str, Any]) -> None:
    member: User = make_member(**columns)
    idea, browser = make_idea(), browse()
    page = browser.post(f"/i/{idea.id}/komentar", {"body": TEXT})
    answer = sign_in(browser, member.email, PASSWORD, intent=_intent(page.text))
    assert answer.status_code == 303
    assert count(Comment) == 0
    assert TEXT in browser.get(answer.location).text


def test_an_idea_carried_through_sign_in_becomes_a_draft(browse: Browse) -> None:
    member, browser = make_member(**SUSPENDED), browse()
    challenge = make_challenge()
    typed = {"title": "Keripik sambal seruit", "body": TEXT * 2, "for_whom": "Pelajar", "consent": "y"}
    page = browser.post(f"/t/{challenge.slug}/ide/baru", {**typed, "idempotency_key": "k" * 16})
    sign_in(browser, member.email, PASSWORD, intent=_intent(page.text))
    assert count(Idea, Idea.status == DRAFT) == count(Idea) == 1


def _intent(html: str) -> str:
    import re

    found = re.search(r'name="intent" type="hidden" value="([^"]+)"', html)
    assert found
    return found[1]


@both
def test_signing_out_display_and_notices_stay_open(browse: Browse, columns: dict[str, Any]) -> None:
    person = make_user(**columns)
    browser = browse(person)
    shown = {"bahasa": "en", "tema": "dark"}
    assert browser.post("/akun/tampilan", shown).status_code == 303
    assert browser.post("/pemberitahuan").status_code == 303
    assert browser.post("/keluar").status_code == 303
    assert fresh(person).theme == "dark"


def test_everything_else_is_closed(app: Flask) -> None:
    marked = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.methods - SAFE_METHODS and getattr(app.view_functions[rule.endpoint], "is_for_silenced", False)
    }
    assert {name for name in marked if not name.startswith("moderation.")} == OPEN
    assert set(marked - OPEN) <= {"moderation.send_appeal", "moderation.object_to_order"}  # saying no


def test_a_name_is_not_changed(browse: Browse) -> None:
    person = make_user("Rina", **SILENCED)
    browse(person).post("/akun", {"name": "Budi", "handle": person.handle, "zone": "WIB"})
    assert fresh(person).name == "Rina"
    assert now() == START
