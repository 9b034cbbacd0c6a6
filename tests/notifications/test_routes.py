"""The bell and the page behind it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.data.clock import now
from ideaboard.ideas.notices import EDITED
from ideaboard.jobs import queue
from ideaboard.jobs.models import OutboxMessage
from ideaboard.notifications.models import Notice
from ideaboard.notifications.tasks import KEPT, sweep
from ideaboard.posts.models import HIDDEN
from tests.accounts.steps import PASSWORD, make_member
from tests.database import context, count, fresh, rows, statements, write
from tests.factories import make_business, make_idea, make_user
from tests.notifications.steps import happen, notices_of, unread

PATH = "/pemberitahuan"


@pytest.fixture
def reader(app):
    return make_user()


def notices(reader, number: int = 1) -> list[Notice]:
    """Tell the reader of edits of that many ideas."""
    actor = make_user("Rina Sari")
    for _ in range(number):
        happen(EDITED, actor, post_id=make_idea(author=actor).id, people=[reader.id], number=2)
    return notices_of(reader)


def test_a_visitor_is_asked_to_sign_in(browser):
    assert browser.get(PATH).status_code in (302, 303)
    assert "bell" not in browser.get("/").text.split("<main")[0].split("</svg>")[0]


def test_the_bell_says_the_number_in_words_and_costs_no_query(app, browse, reader):
    me = browse(reader)
    with statements() as seen:
        header = me.get("/akun").text.split("<main")[0]
    before = len(seen)
    assert "belum dibaca" not in header
    notices(reader, 3)
    with statements() as seen:
        header = me.get("/akun").text.split("<main")[0]
    assert len(seen) == before
    assert ">Pemberitahuan, 3 belum dibaca<" in header
    assert '<b class="num" aria-hidden="true">3</b>' in header


def test_the_bell_counts_to_99(app, browse, reader):
    def many() -> None:
        from ideaboard.extensions import db

        db.session.merge(reader).unread_count = 100

    write(many)
    assert ">99+</b>" in browse(reader).get("/akun").text


def test_an_empty_page_says_what_will_be_here(browse, reader):
    page = browse(reader).get(PATH)
    assert page.status_code == 200
    assert 'class="empty"' in page.text


def test_the_newest_notice_comes_first_and_looking_marks_nothing(browse, reader):
    told = notices(reader, 3)
    page = browse(reader).get(PATH)
    shown = [int(ident) for ident in re.findall(r'<li id="notice-(\d+)"', page.text)]
    assert shown == [notice.id for notice in reversed(told)]
    assert page.text.count("Rina Sari") == 3
    assert unread(reader) == 3


def test_nobody_reads_what_others_are_told(browse, reader):
    notices(reader)
    assert 'class="empty"' in browse(make_user()).get(PATH).text


def test_opening_one_marks_it_and_leads_to_what_it_is_about(browse, reader):
    first, second = notices(reader, 2)
    answer = browse(reader).post(f"{PATH}/{first.id}")
    assert (answer.status_code, answer.location.startswith(f"/i/{first.post_id}-")) == (303, True)
    assert (fresh(first).read_at is not None, fresh(second).read_at) == (True, None)
    assert unread(reader) == 1


def test_opening_it_twice_counts_once(browse, reader):
    first, _ = notices(reader, 2)
    for _ in range(2):
        assert browse(reader).post(f"{PATH}/{first.id}").status_code == 303
    assert unread(reader) == 1


@pytest.mark.parametrize("ident", [1, 2**62])
def test_a_notice_of_another_is_not_there(browse, reader, ident):
    (mine,) = notices(reader)
    other = make_user()
    assert browse(other).post(f"{PATH}/{mine.id}").status_code == 404
    assert browse(other).post(f"{PATH}/{mine.id + ident}").status_code == 404
    assert unread(reader) == 1


def test_what_is_hidden_by_now_shows_no_title_and_leads_nowhere(browse, reader):
    (notice,) = notices(reader)

    def hide() -> None:
        from ideaboard.extensions import db
        from ideaboard.posts.models import Post

        db.session.get(Post, notice.post_id).status = HIDDEN

    write(hide)
    me = browse(reader)
    page = me.get(PATH).text
    assert "Keripik sambal" not in page
    assert f'action="{PATH}/{notice.id}"' not in page
    assert me.post(f"{PATH}/{notice.id}").location == PATH
    assert unread(reader) == 0


def test_what_was_shown_is_marked_and_what_came_meanwhile_stays(browse, reader):
    shown, later = notices(reader), None
    me = browse(reader)
    page = me.get(PATH).text
    later = notices(reader)[-1]
    ids = re.findall(r'name="id" value="(\d+)"', page)
    assert ids == [str(shown[0].id)]
    answer = me.post(PATH, {"id": ids})
    assert (answer.status_code, answer.location) == (303, PATH)
    assert (fresh(later).read_at, unread(reader)) == (None, 1)


@pytest.mark.parametrize("ids", [[], [""], ["x"], ["-1"], ["9" * 19], ["9" * 400], ["١٢"], ["0"]])
def test_odd_numbers_mark_nothing(browse, reader, ids):
    notices(reader)
    assert browse(reader).post(PATH, {"id": ids, "sesudah": "x"}).status_code == 303
    assert unread(reader) == 1


def test_notices_of_others_are_not_marked(browse, reader):
    (notice,) = notices(reader)
    other = make_user()
    browse(other).post(PATH, {"id": [str(notice.id)]})
    assert (unread(reader), unread(other)) == (1, 0)


def test_pages_follow_each_other_and_marking_stays_on_the_page(browse, reader):
    actor, idea = make_user(), make_idea()

    def many() -> None:
        from ideaboard.extensions import db

        row = {"user_id": reader.id, "kind": EDITED, "actor_id": actor.id, "post_id": idea.id}
        db.session.add_all([Notice(key=f"{EDITED}:{n}", **row) for n in range(45)])
        db.session.merge(fresh(reader)).unread_count = 45

    write(many)
    me, seen, path = browse(reader), [], PATH
    while path:
        page = me.get(path).text
        seen += re.findall(r'<li id="notice-(\d+)"', page)
        more = re.search(r'href="(/pemberitahuan\?sesudah=[^"]+)"', page)
        path = more.group(1) if more else ""
    assert len(seen) == len(set(seen)) == 45
    cursor = re.search(r'name="sesudah" value="([^"]+)"', page).group(1)
    ids = re.findall(r'name="id" value="(\d+)"', page)
    assert me.post(PATH, {"id": ids, "sesudah": cursor}).location == f"{PATH}?sesudah={cursor}"
    assert unread(reader) == 40


def test_a_page_needs_the_same_number_of_queries_for_any_number_of_notices(browse, reader):
    me, counts = browse(reader), []
    for number in (1, 9):
        notices(reader, number)
        with statements() as seen:
            assert me.get(PATH).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_kind_of_a_newer_release_breaks_no_page(browse, reader):
    def odd() -> None:
        from ideaboard.extensions import db

        db.session.add(Notice(user_id=reader.id, kind="newer", key="newer", business_id=make_business().id))

    write(odd)
    assert browse(reader).get(PATH).status_code == 200


def test_a_name_is_shown_as_text(browse, reader):
    happen(EDITED, make_user("<b>Rina</b>"), post_id=make_idea().id, people=[reader.id], number=2)
    assert "&lt;b&gt;Rina&lt;/b&gt;" in browse(reader).get(PATH).text


def test_closing_the_account_deletes_what_it_was_told(browse):
    member = make_member()
    notices(member, 2)
    assert browse(member).post("/akun/tutup", {"current_password": PASSWORD}).location == "/masuk"
    assert (count(Notice, Notice.user_id == member.id), unread(member)) == (0, 0)


def test_notices_are_kept_for_180_days(app, reader):
    start, other = now(), make_user()
    with time_machine.travel(start - KEPT - timedelta(hours=1), tick=False):
        notices(reader, 2)
        notices(other)
    fresh_one = notices(reader)[-1]
    with context():
        assert (sweep(), sweep()) == (3, 0)
    assert rows(select(Notice.id)) == [fresh_one.id]
    assert (unread(reader), unread(other)) == (1, 0)


def test_the_sweep_runs_by_the_clock():
    assert any(name == "sweep-notices" for name, _when in queue._periodic)


def test_no_message_of_a_notice_is_left_undelivered(browse, reader):
    notices(reader, 2)
    assert count(OutboxMessage, OutboxMessage.done_at.is_(None)) == 0
