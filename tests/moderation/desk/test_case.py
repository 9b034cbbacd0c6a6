"""One case: what a moderator reads before deciding, and whose case it is."""

from __future__ import annotations

import re
from datetime import timedelta

import time_machine
from sqlalchemy import select

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.reports.models import Report
from ideaboard.screening.copies.service import remember
from tests.database import scalar, statements, write
from tests.factories import make_idea, make_user
from tests.moderation.desk.test_queue import change
from tests.moderation.steps import (
    case_of,
    decide,
    keep,
    make_held_comment,
    make_moderator,
    note_signals,
    open_case,
    remove,
)


def case_row(post) -> Case:
    return scalar(select(Case).where(Case.id == case_of(post)))


def test_a_case_shows_text_evidence_signals_author_and_place(me):
    author = make_user("Promo Hoki", created_at=now())
    idea = make_idea(title="Keripik sambal seruit")
    keep(me, make_held_comment(idea, author, body="Yang ini biasa saja, Kak."))
    remove(me, make_held_comment(idea, author, body="Slot gacor maxwin di sini."))
    post = make_held_comment(idea, author, body="Main slot gacor <b>di</b> sini")
    note_signals(post, ("gambling.terms", "strong", [("body", 5, 15)]), ("spam.link", "weak", []))
    page = open_case(me, post).text
    assert "Main <mark>slot gacor</mark> &lt;b&gt;di&lt;/b&gt; sini" in page
    assert page.index(">Strong<") < page.index(">Weak<")
    assert "Several words of online gambling together." in page
    assert re.search(r"Member for 0 days, 3 posts,\s+1 kept, 1 removed\.", page)
    assert f'href="/k/{post.id}">Keripik sambal seruit</a>' in page


def test_strong_words_are_covered_until_asked_for(me):
    post = make_held_comment(body="Dasar bajingan semua")
    note_signals(post, ("abuse.insult", "strong", [("body", 6, 14)]))
    page = open_case(me, post).text
    covered, asked = (
        page.index("Dasar <mark>b•••••••</mark> semua"),
        page.index("Dasar <mark>bajingan</mark> semua"),
    )
    assert covered < page.index("Show the covered words") < asked


def test_nothing_is_preselected_and_the_suggestion_is_marked(me):
    post = make_held_comment()
    note_signals(post, ("gambling.terms", "strong", [("body", 0, 4)]))
    change(post, topic="gambling")
    page = open_case(me, post).text
    assert not re.search(r"<input[^>]* checked", page)
    assert re.search(r"Remove and silence <span class=\"chip process\">Suggested</span>", page)
    assert page.count(">Suggested<") == 1


def test_reports_are_told_in_aggregate_without_names(me):
    post, reporter = make_held_comment(), make_user("Pelapor Rahasia")
    more = {"post_version": 1, "reason": "fraud", "trust": 1, "weight": 1.5, "detail": "Minta uang lewat pesan."}
    write(lambda: db.session.add(Report(post_id=post.id, case_id=case_of(post), reporter_id=reporter.id, **more)))
    page = open_case(me, post).text
    assert "Reported by 1 person" in page
    assert "Fraud or asks for money 1." in page
    assert "Minta uang lewat pesan." in page
    assert "Pelapor Rahasia" not in page


def test_copies_and_other_cases_of_the_author_stand_beside(me):
    author = make_user()
    body = "Kami menawarkan pinjaman cepat tanpa jaminan untuk semua warga kota ini, hubungi nomor yang tertera."
    post, copy = make_held_comment(author=author, body=body), make_held_comment(body=body)
    other = make_held_comment(author=author, body="Tulisan lain.")
    for one in (post, copy):
        write(lambda one=one: remember(one.id, [body], is_new=True))
    page = open_case(me, post).text
    assert "Like a text in 1 other place" in page
    beside = page[page.index("Similar cases") :]
    assert {case_of(copy), case_of(other)} == {
        int(found) for found in re.findall(r"/kasus/(\d+)\" data-case", beside)
    }


def test_opening_a_case_claims_it_for_ten_minutes(me, dewi):
    post = make_held_comment()
    open_case(me, post)
    row = case_row(post)
    assert row.claimed_by_id == dewi.id
    assert timedelta(minutes=9) < row.claimed_until - now() <= timedelta(minutes=10)


def test_opening_another_case_lets_go_of_the_one_before(me):
    first, second = make_held_comment(), make_held_comment()
    open_case(me, first)
    open_case(me, second)
    assert case_row(first).claimed_by_id is None


def test_an_open_page_renews_the_claim(me, dewi):
    post = make_held_comment()
    with time_machine.travel(now(), tick=False) as clock:
        open_case(me, post)
        clock.shift(timedelta(minutes=8))
        answer = me.post(f"/moderasi/kasus/{case_of(post)}/pegang", htmx=True)
        assert 'hx-trigger="submit, every 240s"' in answer.text
        assert case_row(post).claimed_until == now() + timedelta(minutes=10)


def test_a_claim_that_was_lost_is_not_renewed(me, browse):
    post = make_held_comment()
    with time_machine.travel(now(), tick=False) as clock:
        open_case(me, post)
        clock.shift(timedelta(minutes=11))
        open_case(browse(make_moderator("Wulan")), post)
        answer = me.post(f"/moderasi/kasus/{case_of(post)}/pegang?bahasa=en", htmx=True)
    assert "You no longer hold this case." in answer.text
    assert "every 240s" not in answer.text


def test_somebody_elses_case_can_be_read_but_not_decided(me, browse):
    post = make_held_comment()
    open_case(browse(make_moderator("Wulan")), post)
    page = open_case(me, post).text
    assert "Open by Wulan" in page
    assert "Slot gacor" in page
    assert 'id="decide"' not in page
    assert decide(me, post, "keep").status_code == 409


def test_a_decided_case_says_by_whom_and_offers_no_decision(me, browse):
    post = make_held_comment()
    remove(me, post)
    page = open_case(browse(make_moderator("Wulan")), post).text
    assert "This case is decided." in page
    assert "<b>Dewi</b>" in page
    assert 'id="decide"' not in page
    assert "/batal" not in page
    assert "/batal" in open_case(me, post).text


def test_an_unknown_case_is_not_found(me):
    assert me.get("/moderasi/kasus/999").status_code == 404


def test_htmx_gets_the_desk_and_what_else_changes(me):
    post = make_held_comment()
    part = me.get(f"/moderasi/kasus/{case_of(post)}?bahasa=en", htmx=True).text
    assert part.lstrip().startswith("<title>To be reviewed · Case ")
    assert 'id="desk"' in part
    assert 'id="numbers" hx-swap-oob="true"' in part
    assert "<html" not in part


def test_the_filter_travels_with_every_link_and_form(me):
    posts = [make_held_comment() for _ in range(2)]
    for post in posts:
        change(post, topic="fraud")
    page = me.get(f"/moderasi/kasus/{case_of(posts[0])}?topik=fraud").text
    assert f'href="/moderasi/kasus/{case_of(posts[1])}?topik=fraud"' in page
    assert f'action="/moderasi/kasus/{case_of(posts[0])}/putuskan?topik=fraud"' in page


def test_a_case_needs_the_same_statements_whatever_is_known(me):
    idea, author = make_idea(), make_user()
    post = make_held_comment(idea, author)
    open_case(me, post)
    with statements() as few:
        open_case(me, post)
    for n in range(6):
        make_held_comment(idea, author, body=f"Tulisan nomor {n} yang menunggu.")
    with statements() as many:
        open_case(me, post)
    assert len(many) <= len(few)


def test_a_second_look_is_taken_without_hints(me):
    post = make_held_comment(author=make_user(created_at=now()))
    note_signals(post, ("gambling.terms", "strong", [("body", 0, 4)]))
    change(post, kind="sample", topic="gambling")
    page = open_case(me, post).text
    assert "Slot" in page
    assert "without hints" in page
    for hint in ("Why it was flagged", "Suggested", "Member for"):
        assert hint not in page, hint
