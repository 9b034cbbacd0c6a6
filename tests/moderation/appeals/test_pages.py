"""What authors read of decisions, and how they send an appeal."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from ideaboard.data.clock import now
from ideaboard.moderation.appeals.models import CHANGED, LONGEST_WORDS, OVERTURNED, UPHELD, Appeal
from ideaboard.moderation.appeals.queries import PAGE_SIZE
from tests.database import count, fresh, statements
from tests.factories import make_idea, make_user
from tests.moderation.appeals.steps import ANSWER, WORDS, appeal, appeals, rule
from tests.moderation.judging.steps import case_about, decide, undo

EN = "?bahasa=en"


@pytest.fixture
def me(removed, author, browse):
    """The author's browser."""
    return browse(author)


def send(browser, decision, words: str = WORDS, **kwargs):
    return browser.post(f"/banding/{decision.id}{EN}", {"words": words}, **kwargs)


def test_visitors_are_asked_to_sign_in(removed, browser):
    for path in ("/akun/putusan", f"/akun/putusan/{removed.post_id}", f"/banding/{removed.id}"):
        assert browser.get(path).location.startswith("/masuk")
    assert browser.post(f"/banding/{removed.id}").status_code == 401


def test_others_find_nothing(removed, dewi, browse):
    other = browse(dewi)
    for path in (f"/akun/putusan/{removed.post_id}", f"/banding/{removed.id}", "/banding/999999"):
        assert other.get(path).status_code == 404
    assert send(other, removed).status_code == 404


def test_the_account_page_leads_to_the_list(me):
    assert 'href="/akun/putusan"' in me.get("/akun").text


def test_the_list_tells_what_was_decided_and_why(me, idea):
    page = me.get(f"/akun/putusan{EN}").text
    assert f'href="/akun/putusan/{idea.id}"' in page
    assert "Removed" in page
    assert "Gambling" in page


def test_an_empty_list_says_so(browse, app):
    assert "Nothing was decided" in browse(make_user()).get(f"/akun/putusan{EN}").text


def test_a_decision_shows_its_message_and_the_way_to_appeal(me, idea, removed):
    page = me.get(f"/akun/putusan/{idea.id}{EN}").text
    assert "it advertises gambling" in page
    assert f'href="/banding/{removed.id}"' in page
    assert "Dewi" not in page


def test_an_appeal_is_sent_once(me, removed):
    answer = send(me, removed)
    assert (answer.status_code, answer.location) == (303, f"/banding/{removed.id}")
    assert appeals()[0].words == WORDS
    page = me.get(f"/banding/{removed.id}{EN}").text
    assert "Appeal is being read" in page
    assert "<textarea" not in page
    assert send(me, removed).status_code == 409
    assert count(Appeal) == 1


@pytest.mark.parametrize(
    ("words", "said"), [("", "Fill this in"), ("pendek", "Too short"), ("x" * 1001, "Too long")]
)
def test_a_refused_appeal_keeps_what_was_typed(me, removed, words, said):
    answer = send(me, removed, words)
    assert answer.status_code == 422
    assert said in answer.text
    assert words in answer.text
    assert count(Appeal) == 0
    assert LONGEST_WORDS == 1000


def test_too_late_it_is_refused_in_words_and_nothing_typed_is_lost(removed, author, browse):
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        late = browse(author)
        page = late.get(f"/banding/{removed.id}{EN}")
        assert "The time for an appeal is over" in page.text
        assert "<textarea" not in page.text
        answer = send(late, removed)
    assert answer.status_code == 409
    assert "The time for an appeal is over" in answer.text
    assert WORDS in answer.text


@pytest.mark.parametrize("measure", ["day", "suspend"])
def test_who_may_not_write_may_appeal(idea, author, dewi, sari, browse, measure):
    case_about(idea)
    decision = decide(idea, dewi, "remove", reason="fraud", measure=measure)
    me = browse(author)
    assert me.post("/akun", {"name": "Lain"}).status_code == 403
    assert send(me, decision).status_code == 303


@pytest.mark.parametrize(
    ("outcome", "milder", "said"),
    [
        (UPHELD, {}, "Appeal: the decision stands"),
        (CHANGED, {"action": "hide"}, "Appeal: a milder decision"),
        (OVERTURNED, {}, "Appeal: you were right"),
    ],
)
def test_the_outcome_is_shown_with_its_reason(me, idea, removed, author, sari, outcome, milder, said):
    rule(appeal(removed, author), sari, outcome, **milder)
    page = me.get(f"/akun/putusan/{idea.id}{EN}").text
    assert said in page
    assert ANSWER in page
    assert "Sari" not in page
    assert said in me.get(f"/akun/putusan{EN}").text


def test_a_decision_that_was_taken_back_says_so(me, idea, removed, dewi):
    undo(removed, dewi)
    page = me.get(f"/akun/putusan/{idea.id}{EN}").text
    assert "This decision was taken back" in page
    assert "/banding/" not in page


def test_words_are_shown_as_typed_and_never_as_markup(me, removed, author):
    appeal(removed, author, "<script>alert(1)</script> itu bukan iklan judi")
    assert "<script>alert" not in me.get(f"/banding/{removed.id}").text


def test_the_list_has_pages_and_as_many_statements_for_many(author, dewi, browse):
    me = browse(author)
    for number in range(PAGE_SIZE + 2):
        idea = make_idea(author=author)
        case_about(idea)
        decide(idea, dewi, "hide", reason="abuse")
        if number == 1:
            with statements() as few:
                me.get("/akun/putusan")
    with statements() as many:
        first = me.get("/akun/putusan")
    assert len(many) == len(few)
    assert len(set(re.findall(r"/akun/putusan/\d+", first.text))) == PAGE_SIZE
    following = re.search(r'rel="next" href="([^"]+)"', first.text)[1]
    assert len(set(re.findall(r"/akun/putusan/\d+", me.get(following).text))) == 2


def test_a_kept_post_that_nobody_held_is_no_secret(author, dewi, browse):
    idea = make_idea(author=author)
    case_about(idea)
    decide(idea, dewi, "keep")
    assert "On show" in browse(author).get(f"/akun/putusan{EN}").text
    assert fresh(idea).listed
