"""The list of decisions, the keys, and what moderators are told of urgent cases."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.data.clock import now
from ideaboard.moderation.cases.models import SAMPLE
from ideaboard.moderation.cases.service import open_case as open_a_case
from ideaboard.moderation.desk.tasks import mail_urgent
from ideaboard.moderation.models import Decision
from ideaboard.notifications.models import Notice
from tests.database import context, rows, scalar, write
from tests.factories import make_idea, make_user
from tests.moderation.steps import decide, keep, make_held_comment, make_moderator, open_case, remove

# The list of decisions


def test_ones_own_decisions_are_listed_with_the_way_back_for_ten_minutes(me, browse):
    with time_machine.travel(now(), tick=False) as clock:
        keep(me, make_held_comment())
        remove(me, make_held_comment(), facts="Tautan judi di gambar.")
        remove(browse(make_moderator("Wulan")), make_held_comment())
        page = me.get("/moderasi/riwayat?bahasa=en").text
        assert page.index(">Removed<") < page.index(">On show<")
        assert "Tautan judi di gambar." in page
        assert (page.count("/batal"), "Wulan" in page) == (2, False)
        clock.shift(timedelta(minutes=11))
        assert "/batal" not in me.get("/moderasi/riwayat").text


def test_everybodys_decisions_leave_out_ones_own_affairs(me, dewi, browse):
    wulan = browse(make_moderator("Wulan"))
    keep(wulan, make_held_comment(make_idea(title="Keripik sambal seruit")))
    keep(wulan, make_held_comment(make_idea(title="Kopi gula aren"), dewi))
    page = me.get("/moderasi/riwayat?milik=semua").text
    assert "Keripik sambal seruit" in page
    assert "Kopi gula aren" not in page


def test_every_decision_is_on_exactly_one_page(me):
    author = make_user()
    for n in range(27):
        keep(me, make_held_comment(author=author, body=f"Tulisan nomor {n} yang menunggu."))
    first = me.get("/moderasi/riwayat").text
    (more,) = re.findall(r'href="(/moderasi/riwayat\?setelah=[^"]*)"', first)
    found = [int(ident) for page in (first, me.get(more).text) for ident in re.findall(r'kasus/(\d+)">', page)]
    assert (len(found), len({*found})) == (27, 27)


def test_a_list_without_decisions_says_so(me):
    assert "Nothing decided yet" in me.get("/moderasi/riwayat?bahasa=en").text


# Keys


def test_the_switch_of_the_keys_is_kept_on_the_device(me):
    post = make_held_comment()
    assert 'data-keys="nyala"' in open_case(me, post).text
    assert "<kbd" in open_case(me, post).text
    assert me.post("/moderasi/pintasan", {"keys": "mati"}).status_code == 303
    page = open_case(me, post).text
    assert 'data-keys="mati"' in page
    assert "<kbd" not in page
    assert me.post("/moderasi/pintasan", {"keys": "x"}).status_code == 422


def test_every_key_of_the_panel_is_in_the_list(me):
    panel = open_case(me, make_held_comment()).text
    page = me.get("/moderasi/pintasan").text
    named = re.findall(r"<kbd>(.)</kbd>", page)
    used = {key.upper() for key in re.findall(r'data-key="([a-z])"', panel)}
    assert used <= {*named}
    assert len(used) > 8


def test_scripts_of_moderators_are_loaded_on_their_pages_only(me):
    assert "moderation.js" in me.get("/moderasi").text
    for path in ("/", "/pemberitahuan", make_idea().path):
        assert "moderation.js" not in me.get(path).text


# A rest


def test_after_fifty_decisions_a_day_a_rest_is_suggested(me, monkeypatch):
    monkeypatch.setattr("ideaboard.moderation.desk.numbers.ENOUGH", 2)
    keep(me, make_held_comment())
    assert "You decided 1 case today." in me.get("/moderasi?bahasa=en").text
    keep(me, make_held_comment())
    assert "Take a rest" in me.get("/moderasi?bahasa=en").text


# Urgent cases


def open_urgent(post, **more) -> None:
    about = {"person_id": post.author_id, "topic": "fraud", "post_id": post.id, **more}
    write(lambda: open_a_case(about.pop("kind", "post"), **about))


def told(person) -> list[Notice]:
    found = select(Notice).where(Notice.user_id == person.id, Notice.kind == "case_new")
    return rows(found)


def test_an_urgent_case_rings_the_moderators_bell_at_once(me, dewi, mailbox):
    post = make_idea()
    open_urgent(post)
    mailbox()
    assert [notice.post_id for notice in told(dewi)] == [post.id]
    page = me.get("/pemberitahuan?bahasa=en").text
    assert re.search(r"Urgent case: Fraud or asks for money, (59 minutes|1 hour) left\.", page)


def test_a_case_that_became_urgent_rings_once(dewi, mailbox):
    post = make_idea()
    open_urgent(post, topic="hoax")
    mailbox()
    assert told(dewi) == []
    for _ in range(2):
        open_urgent(post)
        mailbox()
    assert len(told(dewi)) == 1


@pytest.mark.parametrize("more", [{"topic": "hoax"}, {"kind": SAMPLE}])
def test_what_can_wait_rings_nobodys_bell(dewi, mailbox, more):
    open_urgent(make_idea(), **more)
    mailbox()
    assert told(dewi) == []


def test_members_and_who_it_is_about_are_not_told(mailbox):
    member, author, admin = make_user(), make_moderator("Wulan"), make_user(is_admin=True)
    make_moderator()
    open_urgent(make_idea(author=author))
    mailbox()
    assert [told(person) for person in (member, author, admin)] == [[], [], []]


def test_admins_are_told_where_there_is_no_moderator(mailbox):
    admin = make_user(is_admin=True)
    open_urgent(make_idea())
    mailbox()
    assert len(told(admin)) == 1


def sent(mailbox) -> int:
    with context():
        mail_urgent()
    return len([mail for mail in mailbox() if "mendesak" in mail["Subject"] or "urgent" in mail["Subject"]])


def test_urgent_cases_that_still_wait_are_mailed_once(me, mailbox):
    first = make_idea()
    open_urgent(first)
    mailbox()
    assert (sent(mailbox), sent(mailbox)) == (1, 1)
    open_urgent(make_idea())
    mailbox()
    assert sent(mailbox) == 2


def test_what_was_decided_or_read_meanwhile_is_not_mailed(me, mailbox):
    post = make_idea()
    open_urgent(post)
    mailbox()
    decide(me, post, "keep")
    assert scalar(select(Decision.id)) is not None
    assert sent(mailbox) == 0
