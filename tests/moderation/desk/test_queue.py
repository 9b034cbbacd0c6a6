"""What waits for a moderator, in which order, and who sees it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert

from ideaboard.businesses.models import Membership
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.posts.models import HELD
from tests.database import statements, write
from tests.factories import make_business, make_challenge, make_idea, make_user
from tests.moderation.steps import case_of, make_held_comment, make_moderator, note_signals, open_case


def shown(page) -> list[int]:
    """The cases on a page, in order."""
    return [int(ident) for ident in re.findall(r'<a class="case" href="/moderasi/kasus/(\d+)', page.text)]


def change(post, **columns) -> int:
    """Change the case of a post; return its id."""
    ident = case_of(post)
    write(lambda: db.session.query(Case).filter_by(id=ident).update(columns))
    return ident


def test_visitors_are_asked_to_sign_in(browser):
    assert browser.get("/moderasi").location == "/masuk?next=/moderasi"
    assert browser.get("/moderasi/kasus/1").location == "/masuk?next=/moderasi/kasus/1"
    assert browser.post("/moderasi/sekaligus").status_code == 401


def test_members_are_refused(browse):
    post, other = make_held_comment(), browse(make_user())
    for path in ("/moderasi", f"/moderasi/kasus/{case_of(post)}", "/moderasi/riwayat", "/moderasi/pintasan"):
        assert other.get(path).status_code == 403, path
    for path in (
        f"kasus/{case_of(post)}/putuskan",
        "sekaligus",
        "putusan/1/batal",
        "pintasan",
        f"kiriman/{post.id}",
    ):
        assert other.post(f"/moderasi/{path}").status_code == 403, path


def test_what_weighs_most_is_first_and_what_is_public_is_absent(me):
    light, heavy = make_held_comment(), make_idea(status=HELD)
    make_idea()
    last, first = change(light, rank=900.0), change(heavy, rank=100.0)
    assert shown(me.get("/moderasi")) == [first, last]


def test_a_line_says_topic_priority_clock_author_and_text(me):
    post = make_held_comment(author=make_user("Promo Hoki"), body="Main slot gacor\ndi sini")
    change(post, topic="fraud", weight=4.0, due_at=now() + timedelta(minutes=40, seconds=30))
    page = me.get("/moderasi?bahasa=en").text
    for words in ("Fraud or asks for money", "High", "40 minutes left", "Promo Hoki", "Main slot gacor di sini"):
        assert words in page, words


def test_a_clock_that_ran_out_says_by_how_much(me):
    change(make_held_comment(), due_at=now() - timedelta(hours=2, minutes=5))
    page = me.get("/moderasi?bahasa=en").text
    assert "late by 2 hours<" in page
    assert re.search(r'<dd class="num late">1</dd>', page)


def test_strong_words_of_a_first_line_are_covered(me):
    post = make_held_comment(body="Dasar bajingan semua")
    note_signals(post, ("abuse.insult", "strong", [("body", 6, 14)]))
    page = me.get("/moderasi").text
    assert "bajingan" not in page
    assert "Dasar b••••••• semua" in page


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("?saring=laporan", "reported"),
        ("?topik=fraud", "fraud"),
        ("?saring=dukungan", "votes"),
        ("?saring=x", "all"),
    ],
)
def test_a_filter_shows_what_fits_it(me, path, found):
    cases = {
        "reported": change(make_held_comment(), reports=2),
        "fraud": change(make_held_comment(), topic="fraud"),
    }
    cases["votes"] = change(make_held_comment(), kind="votes")
    wanted = {*cases.values()} if found == "all" else {cases[found]}
    assert {*shown(me.get(f"/moderasi{path}"))} == wanted


def test_an_empty_filter_leads_back_to_everything(me):
    make_held_comment()
    page = me.get("/moderasi?topik=hoax&bahasa=en").text
    assert "No case matches." in page
    assert 'href="/moderasi">Show all cases' in page


def test_an_empty_queue_thanks(me):
    assert "Queue empty. Thank you." in me.get("/moderasi?bahasa=en").text


def test_every_case_is_on_exactly_one_page(me):
    idea, author = make_idea(), make_user()
    posts = [make_held_comment(idea, author, body=f"Tulisan nomor {n} yang menunggu.") for n in range(57)]
    cases = {change(post, rank=float(n % 3)) for n, post in enumerate(posts)}
    seen, path = [], "/moderasi"
    while path:
        page = me.get(path)
        seen += shown(page)
        found = re.search(r'href="(/moderasi\?setelah=[^"]*)"', page.text)
        path = found[1].replace("&amp;", "&") if found else ""
    assert (len(seen), {*seen}) == (57, cases)


def test_ones_own_posts_and_those_of_ones_team_are_not_offered(browse):
    mine, another = make_moderator(), make_moderator("Wulan")
    business = make_business(mine)
    staff = make_user()
    write(lambda: db.session.add(Membership(business_id=business.id, user_id=staff.id, role="staff")))
    own, theirs = make_held_comment(author=mine), make_held_comment(author=staff)
    customers = make_held_comment(make_idea(make_challenge(business, owner=mine)))
    assert shown(browse(mine).get("/moderasi")) == [case_of(customers)]
    assert browse(mine).get(f"/moderasi/kasus/{case_of(own)}").status_code == 403
    assert case_of(theirs) in shown(browse(another).get("/moderasi"))


def test_the_navigation_counts_what_waits_for_moderators_only(browse, me):
    make_held_comment()
    counted = r'href="/moderasi"[^>]*>Moderation\s*<span class="chip attention num">1<'
    assert re.search(counted, me.get("/?bahasa=en").text)
    assert "/moderasi" not in browse(make_user()).get("/").text


def test_the_navigation_costs_others_nothing(browse):
    member = browse(make_user())
    member.get("/bantuan")
    with statements() as seen:
        member.get("/bantuan")
    assert not any("cases" in statement for statement in seen)


def test_who_has_a_case_open_is_named_to_others(me, browse):
    post = make_held_comment()
    wulan = browse(make_moderator("Wulan"))
    assert open_case(wulan, post).status_code == 200
    assert "Open by Wulan" in me.get("/moderasi?bahasa=en").text
    assert "Open by Wulan" not in wulan.get("/moderasi?bahasa=en").text


def test_reports_of_seven_days_are_drawn_with_a_label(me):
    page = me.get("/moderasi?bahasa=en").text
    label = re.search(r'<svg class="bars"[^>]*aria-label="([^"]*)"', page)
    assert label
    assert label[1].startswith("Reports of 7 days: ")
    assert label[1].count(", ") == 6
    assert page.count("<rect ") == 7


def test_the_queue_needs_the_same_statements_for_any_number_of_cases(me):
    idea = make_idea()
    make_held_comment(idea)
    me.get("/moderasi")
    with statements() as few:
        me.get("/moderasi")
    for n in range(8):
        note_signals(make_held_comment(idea, body=f"Slot gacor nomor {n}."), ("gambling.words", "strong", []))
    with statements() as many:
        me.get("/moderasi")
    assert len(many) == len(few) <= 6


def test_ten_thousand_cases_need_no_more_than_six_statements(me, dewi):
    person, opened = make_user(), now()
    about = {"kind": "person", "person_id": person.id, "topic": "hoax", "due_at": opened, "opened_at": opened}
    rows = [{**about, "rank": float(number)} for number in range(10_000)]
    write(lambda: db.session.execute(insert(Case), rows))
    with statements() as seen:
        page = me.get("/moderasi")
    assert len(shown(page)) == 25
    assert '<dd class="num">1.000+</dd>' in page.text
    assert len(seen) <= 6
