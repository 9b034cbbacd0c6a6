"""What waits for a moderator, and who sees it."""

from __future__ import annotations

import re

import pytest

from ideaboard.businesses.models import Membership
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.queries import OLDEST, count_waiting, waiting
from ideaboard.posts.models import HELD
from tests.database import context, on_sqlite, statements, write
from tests.factories import make_business, make_challenge, make_idea, make_user
from tests.moderation.steps import keep, make_held_comment, make_moderator, note_signals, remove


@pytest.fixture
def me(app, browse):
    """A moderator's browser."""
    return browse(make_moderator())


def shown(page) -> list[int]:
    return [int(ident) for ident in re.findall(r'class="card" id="post-(\d+)"', page.text)]


def test_visitors_are_asked_to_sign_in(browser):
    assert browser.get("/moderasi").location == "/masuk?next=/moderasi"
    assert browser.post("/moderasi/1/biarkan").status_code == 401


@pytest.mark.parametrize("columns", [{}, {"is_admin": True}])
def test_everybody_but_moderators_is_refused(browse, columns):
    post, other = make_held_comment(), browse(make_user(**columns))
    assert other.get("/moderasi").status_code == 403
    assert keep(other, post).status_code == 403
    assert remove(other, post).status_code == 403
    assert other.post("/moderasi/putusan/1/batal").status_code == 403


def test_the_oldest_is_first_and_what_is_public_is_absent(me):
    first, second = make_held_comment(), make_idea(status=HELD)
    make_idea()
    assert shown(me.get("/moderasi")) == [first.id, second.id]


def test_the_most_serious_is_first_when_asked_for(me):
    mild, bad = make_held_comment(screening_score=0.4), make_held_comment(screening_score=0.9)
    unknown = make_held_comment()
    assert shown(me.get("/moderasi?urut=berat")) == [bad.id, mild.id, unknown.id]


@pytest.mark.parametrize("order", ["terlama", "berat"])
def test_every_post_is_on_exactly_one_page(me, order):
    idea, author = make_idea(), make_user()
    posts = {make_held_comment(idea, author, screening_score=n % 3 / 10).id for n in range(23)}
    seen, path = [], f"/moderasi?urut={order}"
    while path:
        page = me.get(path)
        seen += shown(page)
        found = re.search(r'href="(/moderasi[^"]*setelah=[^"]*)"', page.text)
        path = found[1].replace("&amp;", "&") if found else ""
    assert (len(seen), set(seen)) == (23, posts)


def test_nothing_waiting_says_so_and_what_to_do_next(me):
    page = me.get("/moderasi?bahasa=en")
    assert "Nothing waits" in page.text
    assert 'href="/tantangan"' in page.text


def test_a_card_shows_text_evidence_signals_author_and_place(me):
    author = make_user("Promo Hoki", created_at=now())
    idea = make_idea(title="Keripik sambal seruit")
    for action in (keep, remove):
        action(me, make_held_comment(idea, author))
    post = make_held_comment(idea, author, body="Main slot gacor <b>di</b> sini")
    note_signals(post, ("gambling.words", "strong", [("body", 5, 15)]), ("spam.link", "weak", []))
    page = me.get("/moderasi?bahasa=en").text
    assert "Main <mark>slot gacor</mark> &lt;b&gt;di&lt;/b&gt; sini" in page
    assert page.index("Strong") < page.index("Weak")
    assert "Promo Hoki" in page
    assert re.search(r"1 post kept,\s+1 removed", page)
    assert f'href="/k/{post.id}">Keripik sambal seruit</a>' in page


def test_ones_own_posts_and_those_of_ones_team_are_not_offered(browse):
    mine = make_moderator()
    business = make_business(mine)
    staff = make_user()
    write(lambda: db.session.add(Membership(business_id=business.id, user_id=staff.id, role="staff")))
    make_held_comment(author=mine)
    make_held_comment(author=staff)
    customers = make_held_comment(make_idea(make_challenge(business, owner=mine)))
    assert shown(browse(mine).get("/moderasi")) == [customers.id]


def test_the_navigation_counts_what_waits_for_moderators_only(browse, me):
    make_held_comment()
    assert re.search(
        r'href="/moderasi"[^>]*>Moderation\s*<span class="chip attention num">1<', me.get("/?bahasa=en").text
    )
    assert "/moderasi" not in browse(make_user()).get("/").text


def test_the_navigation_costs_others_nothing(browse):
    member = browse(make_user())
    member.get("/bantuan")
    with statements() as seen:
        member.get("/bantuan")
    assert not any("held" in statement for statement in seen)


def test_the_list_needs_the_same_statements_for_any_number_of_posts(me):
    idea = make_idea()
    make_held_comment(idea)
    me.get("/moderasi")
    with statements() as few:
        me.get("/moderasi")
    for _ in range(8):
        note_signals(make_held_comment(idea), ("gambling.words", "strong", []))
    with statements() as many:
        me.get("/moderasi")
    assert len(many) == len(few) <= 11


@on_sqlite
def test_what_waits_is_found_by_its_index_however_many_posts_there_are(app):
    dewi = make_moderator()
    with context(), statements() as seen:
        waiting(dewi, OLDEST, None)
        count_waiting(dewi)
        for statement in seen[:]:
            numbers = tuple(range(statement.count("?")))
            plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", numbers).all()
            assert any("ix_posts_waiting" in str(row) or "ix_posts_held" in str(row) for row in plan), plan
