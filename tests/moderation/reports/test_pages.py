"""The question as a page and under the post, for members and visitors."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.reports.models import FRAUD, HOAX, OPEN, Report, ReportNetwork
from ideaboard.posts.models import HELD, HIDDEN, REMOVED, WITHDRAWN
from tests.accounts.steps import opened_a_minute_ago
from tests.comments.steps import make_comment
from tests.database import count, fresh, rows
from tests.factories import make_challenge, make_idea, make_update, make_user
from tests.moderation.reports.steps import author_of, make_reporter, say


def send(browser, post, reason=FRAUD, *, htmx=False, **fields):
    values = {"reason": reason, "opened": opened_a_minute_ago(), **fields}
    return browser.post(f"/lapor/{post.id}", values, htmx=htmx)


def the_report() -> Report:
    (found,) = rows(select(Report))
    return found


def test_a_member_reports_an_idea_without_javascript(browse):
    idea, person = make_idea(), make_user()
    page = browse(person).get(f"/lapor/{idea.id}")
    assert page.status_code == 200
    assert len(re.findall('name="reason"', page.text)) == 6
    answer = send(browse(person), idea, "abuse", detail="Menghina ibu-ibu.", is_child="y")
    assert (answer.status_code, answer.location) == (303, idea.path)
    made = the_report()
    assert (made.reporter_id, made.reason, made.detail, made.is_child) == (
        person.id,
        "abuse",
        "Menghina ibu-ibu.",
        True,
    )


def test_the_reporter_reads_that_the_report_arrived(browse):
    browser, idea = browse(make_user()), make_idea()
    send(browser, idea)
    assert "Laporan diterima" in browser.get(idea.path).text


def test_with_javascript_the_question_opens_in_place_of_the_link_and_the_answer_in_place_of_the_question(browse):
    browser, idea = browse(make_user()), make_idea()
    question = browser.get(f"/lapor/{idea.id}", htmx=True)
    assert "<html" not in question.text
    assert "<dialog open" in question.text
    assert 'hx-target="closest details"' in question.text
    answer = send(browser, idea, htmx=True)
    assert answer.status_code == 200
    assert "Laporan diterima" in answer.text
    assert "data-focus" in answer.text


def test_a_visitor_reports_and_weighs_a_quarter(browser):
    idea = make_idea()
    assert send(browser, idea).status_code == 303
    made = the_report()
    assert (made.reporter_id, made.weight) == (None, 0.25)
    assert count(ReportNetwork) == 1


def test_a_person_without_confirmed_address_weighs_as_a_visitor(browse):
    idea, person = make_idea(), make_user(confirmed=False)
    send(browse(person), idea)
    made = the_report()
    assert (made.reporter_id, made.weight) == (person.id, 0.25)


def test_a_report_needs_one_of_the_six_reasons(browser):
    idea = make_idea()
    for reason in ("", "jahat"):
        answer = send(browser, idea, reason, detail="Ini tipu-tipu.")
        assert answer.status_code == 422
        assert "Ini tipu-tipu." in answer.text
    assert count(Report) == 0


def test_false_news_needs_the_claim_and_takes_a_source(browser):
    idea = make_idea()
    assert send(browser, idea, HOAX).status_code == 422
    source, claim = "https://kemkes.example/cuka", "Cuka menyembuhkan."
    assert send(browser, idea, HOAX, claim=claim, source_url="kemkes").status_code == 422
    assert send(browser, idea, HOAX, claim=claim, source_url=source).status_code == 303
    made = the_report()
    assert (made.claim, made.source_url) == (claim, source)


def test_what_belongs_to_false_news_is_left_out_of_other_reports(browser):
    send(browser, make_idea(), FRAUD, claim="Cuka menyembuhkan.", source_url="bukan alamat")
    made = the_report()
    assert (made.claim, made.source_url) == ("", "")


def test_too_long_a_text_comes_back(browser):
    idea = make_idea()
    assert send(browser, idea, HOAX, claim="a" * 281).status_code == 422
    assert send(browser, idea, detail="a" * 501).status_code == 422


@pytest.mark.parametrize("status", [HELD, HIDDEN, REMOVED, WITHDRAWN])
def test_what_is_not_public_cannot_be_reported(browse, status):
    idea = make_idea(status=status)
    for person in (None, make_user(), make_user(is_moderator=True)):
        assert browse(person).get(f"/lapor/{idea.id}").status_code == 404
        assert send(browse(person), idea).status_code == 404
    assert count(Report) == 0


def test_what_stands_under_something_hidden_cannot_be_reported(browse):
    idea = make_idea(status=HELD)
    comment = make_comment(idea)
    assert send(browse(make_user()), comment).status_code == 404
    idea = make_idea(make_challenge(status=HIDDEN))
    assert send(browse(make_user()), idea).status_code == 404
    assert send(browse(), fresh(idea)).status_code == 404


def test_what_does_not_exist_cannot_be_reported(browser):
    assert browser.get("/lapor/4711").status_code == 404
    assert browser.post("/lapor/4711", {"reason": FRAUD}).status_code == 404


def test_nobody_reports_their_own_post(browse):
    idea = make_idea()
    browser = browse(author_of(idea))
    assert browser.get(f"/lapor/{idea.id}").status_code == 403
    assert send(browser, idea).status_code == 403
    assert count(Report) == 0


def test_the_same_person_is_told_that_they_reported_it_already(browse):
    idea, person = make_idea(), make_reporter()
    say(idea, person)
    browser = browse(person)
    assert "sudah melaporkan" in browser.get(f"/lapor/{idea.id}").text
    again = send(browser, idea, "abuse", detail="Sekali lagi.")
    assert again.status_code == 409
    assert "Sekali lagi." in again.text
    assert count(Report) == 1


def test_every_kind_of_post_shows_the_link_to_readers_and_not_to_its_author(browse):
    challenge = make_challenge()
    idea = make_idea(challenge)
    comment, update = make_comment(idea), make_update(challenge, author_of(challenge))
    pages = {
        idea: idea.path,
        comment: f"/k/{comment.id}",
        update: f"/t/{challenge.slug}/kabar",
        challenge: f"/t/{challenge.slug}/brief",
    }
    for post, path in pages.items():
        link = f'href="/lapor/{post.id}"'
        assert link in browse().get(path).text, path
        assert link in browse(make_user()).get(path).text, path
        assert link not in browse(author_of(post)).get(path).text, path


def test_after_the_report_that_hides_an_idea_the_reader_is_led_to_its_board(browse):
    challenge = make_challenge()
    idea = make_idea(challenge)
    say(idea, make_reporter(1))
    answer = send(browse(make_reporter(2)), idea)
    assert answer.location == challenge.path
    assert fresh(idea).status == HELD
    assert browse().get(idea.path).status_code == 404


def test_no_page_says_who_reported(browse):
    idea, person = make_idea(), make_reporter(name="Pelapor Rahasia")
    say(idea, person)
    for reader in (None, author_of(idea), make_user()):
        browser = browse(reader)
        for path in (idea.path, f"/t/{fresh(idea).challenge_id}"):
            assert "Pelapor Rahasia" not in browser.get(path).text


def test_a_visitor_reports_five_times_an_hour(browser):
    ideas = [make_idea() for _ in range(6)]
    answers = [send(browser, idea, detail="Tolong dilihat.") for idea in ideas]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert "Tolong dilihat." in answers[-1].text
    assert answers[-1].headers["Retry-After"]
    assert count(Report) == 5


def test_a_program_that_reports_at_once_is_asked_to_send_once_more(browser):
    idea = make_idea()
    assert send(browser, idea, website="http://spam.example").status_code == 422
    assert send(browser, idea, opened="").status_code == 422
    page = browser.get(f"/lapor/{idea.id}").text
    (opened,) = re.findall(r'name="opened"[^>]* value="([^"]+)"', page)
    answer = send(browser, idea, opened=opened, detail="Tolong dilihat.")
    assert answer.status_code == 422
    assert "Tolong dilihat." in answer.text
    assert count(Report) == 0


def test_a_new_member_reports_five_times_a_day(browse, quotas):
    browser = browse(make_reporter(0))
    answers = [send(browser, make_idea()).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


def test_a_report_of_a_child_in_danger_is_due_within_the_hour(browse):
    send(browse(make_user()), make_idea(), "abuse", is_child="y")
    (case,) = rows(select(Case))
    assert case.is_child
    assert (case.due_at - case.opened_at).total_seconds() <= 3600
    assert the_report().state == OPEN
