"""Decisions as they are sent from the pages: what is asked for, what comes next, how they are taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.data.clock import now
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.models import Decision
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, REMOVED, Post
from tests.database import fresh, rows, scalar
from tests.factories import make_idea, make_user
from tests.moderation.desk.test_queue import change
from tests.moderation.steps import case_of, decide, keep, make_held_comment, make_moderator, open_case, remove


def decisions() -> list[Decision]:
    return rows(select(Decision).order_by(Decision.id))


def three(**columns):
    """Three posts that wait, the gravest first."""
    author = make_user(**columns)
    posts = [make_held_comment(author=author, body=f"Tulisan nomor {n} yang menunggu.") for n in range(3)]
    for rank, post in enumerate(posts):
        change(post, rank=float(rank))
    return posts


def test_a_decision_leads_to_the_next_case_with_the_way_back(me):
    first, second, _ = three()
    answer = keep(me, first)
    (decision,) = decisions()
    assert answer.status_code == 303
    assert answer.location == f"/moderasi/kasus/{case_of(second)}?putusan={decision.id}"
    assert fresh(first).status == PUBLISHED
    assert f'action="/moderasi/putusan/{decision.id}/batal"' in me.get(answer.location).text


def test_htmx_gets_the_next_case_in_place_and_its_address(me, dewi):
    first, second, _ = three()
    answer = keep(me, first, htmx=True)
    assert answer.headers["HX-Push-Url"] == f"/moderasi/kasus/{case_of(second)}"
    assert 'id="desk"' in answer.text
    assert "data-fades" in answer.text
    assert scalar(select(Case.claimed_by_id).where(Case.id == case_of(second))) == dewi.id


def test_after_the_last_case_comes_the_empty_queue(me):
    answer = keep(me, make_held_comment())
    assert re.fullmatch(r"/moderasi\?putusan=\d+", answer.location)
    assert "Queue empty" in me.get(f"{answer.location}&bahasa=en").text


def test_the_next_case_is_none_that_somebody_else_reads(me, browse):
    first, second, third = three()
    open_case(browse(make_moderator("Wulan")), second)
    assert keep(me, first).location.startswith(f"/moderasi/kasus/{case_of(third)}?")


def test_the_filter_stays_when_the_next_case_is_shown(me):
    first, _second, third = three()
    for post in (first, third):
        change(post, topic="hoax")
    data = {"version": 1, "choice": "keep"}
    answer = me.post(f"/moderasi/kasus/{case_of(first)}/putuskan?topik=hoax", data)
    assert answer.location.startswith(f"/moderasi/kasus/{case_of(third)}?topik=hoax")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose what to do."),
        ({"choice": "melt"}, "Choose one of the answers."),
        ({"choice": "remove"}, "Choose a reason."),
        ({"choice": "keep", "measure": "warn"}, "Choose a reason."),
        ({"choice": "changes", "reason": "hoax", "measure": "week"}, "This does not go together"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(me, fields, sentence):
    post = make_held_comment()
    data = {"version": 1, "message": "Tolong diperbaiki.", **fields}
    answer = me.post(f"/moderasi/kasus/{case_of(post)}/putuskan?bahasa=en", data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Tolong diperbaiki." in answer.text
    assert decisions() == []


@pytest.mark.parametrize(
    ("choice", "fields", "stored", "status"),
    [
        ("trust", {}, ("keep", "trust"), PUBLISHED),
        ("changes", {"reason": "hoax"}, ("changes", ""), HELD),
        ("hide", {"reason": "abuse", "measure": "warn"}, ("hide", "warn"), HIDDEN),
        ("silence", {"reason": "spam"}, ("remove", "day"), REMOVED),
        ("silence", {"reason": "spam", "measure": "week"}, ("remove", "week"), REMOVED),
        ("silence", {"reason": "spam", "measure": "warn"}, ("remove", "day"), REMOVED),
    ],
)
def test_each_choice_means_something_for_post_and_account(me, choice, fields, stored, status):
    post = make_held_comment()
    assert decide(me, post, choice, **fields).status_code == 303
    (made,) = decisions()
    assert (made.action, made.measure) == stored
    assert fresh(post).status == status


def test_a_reason_left_over_from_another_choice_is_not_told(me):
    keep_it = make_held_comment()
    decide(me, keep_it, "keep", reason="fraud")
    assert decisions()[0].reason == ""


def test_removing_the_post_of_an_old_account_is_asked_twice(me):
    post = make_held_comment(author=make_user(created_at=now() - timedelta(days=31)))
    asked = remove(me, post)
    assert asked.status_code == 422
    assert 'name="sure" value="remove:"' in asked.text
    assert decisions() == []
    assert remove(me, post, sure="remove:").status_code == 303


def test_another_choice_than_the_one_asked_for_is_asked_again(me):
    post = make_held_comment()
    assert decide(me, post, "suspend", reason="fraud").status_code == 422
    assert decide(me, post, "suspend", reason="fraud", sure="remove:").status_code == 422
    assert decide(me, post, "suspend", reason="fraud", sure="remove:suspend").status_code == 303


def test_the_message_follows_the_choice_without_deciding(me):
    post = make_held_comment(author=make_user(locale="en"))
    data = {"version": 1, "choice": "hide", "reason": "abuse", "message": "Tanpa kata kasar, ya."}
    part = me.post(f"/moderasi/kasus/{case_of(post)}/pesan", data, htmx=True)
    assert "Hidden by a moderator: your post." in part.text
    assert "Tanpa kata kasar, ya." in part.text
    assert "within 14 days" in part.text
    assert "<html" not in part.text
    assert decisions() == []
    page = me.post(f"/moderasi/kasus/{case_of(post)}/pesan", data)
    assert "Hidden by a moderator: your post." in page.text
    assert re.search(r'value="hide" required checked', page.text)


def test_a_text_changed_meanwhile_is_shown_instead_of_decided(me):
    post = make_held_comment(version=1)
    answer = keep(me, post, version=7)
    assert answer.status_code == 409
    assert 'id="decide"' in answer.text
    assert fresh(post).status == HELD


def test_who_was_slower_reads_what_was_decided_and_by_whom(me, browse):
    post = make_held_comment()
    keep(browse(make_moderator("Wulan")), post)
    answer = me.post(f"/moderasi/kasus/{case_of(post)}/putuskan?bahasa=en", {"version": 1, "choice": "keep"})
    assert answer.status_code == 409
    assert "Wulan was faster." in answer.text
    assert "This case is decided." in answer.text


def test_skipping_goes_on_and_lets_go_of_the_case(me):
    first, second, _ = three()
    open_case(me, first)
    answer = me.post(f"/moderasi/kasus/{case_of(first)}/lewati")
    assert answer.location == f"/moderasi/kasus/{case_of(second)}"
    assert scalar(select(Case.claimed_by_id).where(Case.id == case_of(first))) is None


def test_a_decision_is_taken_back_and_its_case_shown_again(me):
    first, *_ = three()
    keep(me, first)
    answer = me.post(f"/moderasi/putusan/{decisions()[0].id}/batal")
    assert answer.location == f"/moderasi/kasus/{case_of(first)}"
    assert fresh(first).status == HELD


def test_after_ten_minutes_a_decision_stays(me):
    post = make_held_comment()
    with time_machine.travel(now(), tick=False) as clock:
        keep(me, post)
        clock.shift(timedelta(minutes=11))
        answer = me.post(f"/moderasi/putusan/{decisions()[0].id}/batal")
    assert answer.status_code == 409
    assert fresh(post).status == PUBLISHED


def test_somebody_elses_decision_is_not_taken_back(me, browse):
    keep(me, make_held_comment())
    assert browse(make_moderator("Wulan")).post(f"/moderasi/putusan/{decisions()[0].id}/batal").status_code == 403
    assert me.post("/moderasi/putusan/999/batal").status_code == 404


def test_an_emergency_hides_at_once_and_leaves_the_case_open(me):
    idea = make_idea()
    me.post(f"/moderasi/kiriman/{idea.id}")
    answer = me.post(f"/moderasi/kasus/{case_of(idea)}/darurat")
    assert answer.location == f"/moderasi/kasus/{case_of(idea)}"
    assert fresh(idea).status == HELD
    assert scalar(select(Case.status).where(Case.id == case_of(idea))) == "open"


def test_suspending_waits_for_a_second_person_who_confirms_on_the_same_page(me, browse):
    post, wulan = make_held_comment(), browse(make_moderator("Wulan"))
    decide(me, post, "suspend", reason="abuse", sure="remove:suspend")
    (proposed,) = decisions()
    assert proposed.state == "proposed"
    assert fresh(post).status == HELD
    page = open_case(wulan, post).text
    assert "Dewi proposes:" in page
    wulan.post(f"/moderasi/kasus/{case_of(post)}/lewati")
    assert "/setuju" not in open_case(me, post).text
    me.post(f"/moderasi/kasus/{case_of(post)}/lewati")
    assert wulan.post(f"/moderasi/putusan/{proposed.id}/setuju").status_code == 303
    assert fresh(post).status == REMOVED


def test_a_proposal_can_be_declined(me, browse):
    post, wulan = make_held_comment(), browse(make_moderator("Wulan"))
    decide(me, post, "suspend", reason="abuse", sure="remove:suspend")
    open_case(wulan, post)
    assert wulan.post(f"/moderasi/putusan/{decisions()[0].id}/tolak").status_code == 303
    assert (decisions()[0].state, fresh(post).status) == ("declined", HELD)


# Several at once


def ticks(*posts: Post) -> list[str]:
    return [f"{case_of(post)}:1" for post in posts]


def test_several_like_cases_are_decided_with_one_decision(me):
    first, second, third = three()
    answer = me.post("/moderasi/sekaligus?bahasa=en", {"case": ticks(first, third), "choice": "keep", "version": 0})
    assert answer.status_code == 200
    assert "2 of 2 cases decided." in answer.text
    assert [fresh(post).status for post in (first, second, third)] == [PUBLISHED, HELD, PUBLISHED]


def test_what_could_not_be_decided_is_named_with_its_reason(me):
    first, second, _ = three()
    change(second, topic="fraud")
    data = {"case": ticks(first, second), "choice": "keep", "version": 0}
    answer = me.post("/moderasi/sekaligus?bahasa=en", data)
    assert "1 of 2 cases decided." in answer.text
    assert "This case is about something else" in answer.text
    assert fresh(second).status == HELD


def test_a_selection_without_cases_or_a_choice_is_refused_and_kept(me):
    first, *_ = three()
    assert me.post("/moderasi/sekaligus", {"choice": "keep", "version": 0}).status_code == 422
    answer = me.post("/moderasi/sekaligus", {"case": [*ticks(first), "x", "1:b"], "version": 0})
    assert answer.status_code == 422
    assert f'value="{case_of(first)}:1" form="several" checked' in answer.text


# From any page


def test_a_moderator_goes_from_a_page_to_the_case_of_its_post(me, dewi):
    idea = make_idea()
    page = me.get(idea.path).text
    assert f'action="/moderasi/kiriman/{idea.id}"' in page
    answer = me.post(f"/moderasi/kiriman/{idea.id}")
    assert answer.location == f"/moderasi/kasus/{case_of(idea)}"
    assert me.post(f"/moderasi/kiriman/{idea.id}").location == answer.location
    assert decide(me, idea, "hide", reason="hoax").status_code == 303
    assert fresh(idea).status == HIDDEN


def test_others_find_no_such_way(browse, browser):
    idea = make_idea()
    for reader in (browser, browse(make_user())):
        assert "/moderasi/kiriman" not in reader.get(idea.path).text


def test_ones_own_post_opens_no_case(me, dewi):
    mine = make_idea(author=dewi)
    assert me.post(f"/moderasi/kiriman/{mine.id}").status_code == 403
    assert scalar(select(Case.id).where(Case.post_id == mine.id)) is None
    assert me.post("/moderasi/kiriman/999").status_code == 404
