"""Notices about one's own account."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.accounts.two_step import telling
from ideaboard.notifications.models import Notice
from ideaboard.notifications.of_account import SENTENCES, kind_of
from tests.accounts.two_step.steps import RECOVERY, first_step, give, make_two_step
from tests.database import context, count, fresh, on_sqlite, rows, scalar, write
from tests.factories import make_user


def test_a_used_recovery_code_is_told_behind_the_bell(browse, mailbox):
    member, other = make_two_step(), make_user()
    me = browse()
    first_step(me)
    give(me, RECOVERY[0])
    mailbox()
    assert rows(select(Notice.user_id)) == [member.id]
    assert fresh(member).unread_count == 1
    assert fresh(other).unread_count == 0
    assert "Kode pemulihan" in me.get("/pemberitahuan").text or "recovery code" in me.get("/pemberitahuan").text
    notice = scalar(select(Notice.id))
    assert me.post(f"/pemberitahuan/{notice}").location == "/akun/dua-langkah"
    assert fresh(member).unread_count == 0


@on_sqlite
def test_every_use_is_told_and_none_twice(app, mailbox):
    person = make_user()
    for number in (1, 2, 2):
        write(lambda number=number: telling.tell(person, telling.RECOVERY, number))
    mailbox()
    assert count(Notice) == 2


@on_sqlite
@pytest.mark.parametrize("what", SENTENCES)
def test_each_change_has_its_sentence_in_both_languages(browse, mailbox, what):
    person = make_user()
    write(lambda: telling.tell(person, what, 1))
    mailbox()
    me, sentences = browse(person), set()
    for language in ("id", "en"):
        page = me.get(f"/pemberitahuan?bahasa={language}").text
        sentences.add(page.partition('-text">')[2].partition("<")[0])
    assert all(sentences)
    assert rows(select(Notice.kind)) == [kind_of(what)]
    with context():
        assert len(kind_of(what)) <= 30
