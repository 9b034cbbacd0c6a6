"""A copy of one's data: asked for, made, handed out, gone."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ideaboard.accounts.models import UserSession
from ideaboard.accounts.privacy import archive
from ideaboard.accounts.privacy.models import EXPIRED, FAILED, READY, DataExport
from ideaboard.accounts.privacy.tasks import sweep
from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.media.tasks import sweep_files
from ideaboard.notifications.models import Notice
from tests.accounts.steps import PASSWORD, make_member
from tests.database import context, count, rows, scalar, write
from tests.factories import make_idea
from tests.parallel import all_at_once


def ask(browser, password=PASSWORD):
    return browser.post("/akun/data", {"current_password": password})


def copy_of(member):
    return scalar(select(DataExport).where(DataExport.user_id == member.id))


def opened(browser, export):
    return zipfile.ZipFile(io.BytesIO(browser.get(f"/akun/data/{export.id}").data))


def move(**values):
    write(lambda: db.session.execute(update(DataExport).values(values)))


def test_it_is_made_told_and_handed_out(browse, mailbox):
    member = make_member(name="Rina Sari")
    idea = make_idea(author=member, title="Keripik <b>jahe</b>")
    me = browse(member)
    assert ask(me).location == "/akun/data"
    assert f'id="copy-{copy_of(member).id}"' in me.get("/akun/data").text
    mailbox()  # The copy, then the notice, then the mail about it.
    assert copy_of(member).state == READY
    mailbox()
    assert [mail["To"] for mail in mailbox()] == [member.email]
    assert scalar(select(Notice.kind)) == "account-data-ready"
    answer = me.get(f"/akun/data/{copy_of(member).id}")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    found = opened(me, copy_of(member))
    assert json.loads(found.read("data/ideas.json"))[0]["title"] == idea.title
    page = found.read("index.html").decode()
    assert "Keripik &lt;b&gt;jahe&lt;/b&gt;" in page
    assert "<script" not in page
    assert "data/ideas.json" in found.read("README.txt").decode()


def test_the_password_is_asked_again(browse):
    member = make_member()
    me = browse(member)
    answer = ask(me, "bukan ini")
    assert answer.status_code == 422
    assert 'id="current_password-error"' in answer.text
    assert ask(me, "").status_code == 422
    assert count(DataExport) == 0


def test_without_a_password_the_sign_in_must_be_young(browse):
    member = make_member(password_hash=None)
    me = browse(member)
    write(lambda: db.session.execute(update(UserSession).values(created_at=now() - timedelta(minutes=16))))
    assert ask(me).status_code == 409
    write(lambda: db.session.execute(update(UserSession).values(created_at=now())))
    assert ask(me).status_code == 303


def test_one_a_day_also_when_asked_many_times_at_once(app, browse):
    member = make_member()
    browsers = [browse(member) for _ in range(4)]
    answers = all_at_once(app, 4, lambda number: ask(browsers[number]).status_code)
    assert sorted(answers) == [303, 429, 429, 429]
    move(asked_at=now() - timedelta(hours=25))
    assert ask(browsers[0]).status_code == 303


def test_nobody_else_can_open_it_nor_a_visitor(browse, browser, mailbox):
    member = make_member()
    ask(browse(member))
    mailbox()
    path = f"/akun/data/{copy_of(member).id}"
    assert browse(make_member("lain@contoh.example")).get(path).status_code == 404
    assert browser.get(path).status_code == 303
    assert browser.get(f"/gambar/{copy_of(member).file}").status_code == 404


def test_it_runs_out_and_the_file_goes(app, browse, mailbox):
    member = make_member()
    me = browse(member)
    ask(me)
    mailbox()
    export = copy_of(member)
    move(expires_at=now() - timedelta(seconds=1))
    assert me.get(f"/akun/data/{export.id}").status_code == 404
    store = app.extensions["pictures"]
    assert store.exists(export.file)
    with context():
        sweep()
        sweep()
    assert not store.exists(export.file)
    assert copy_of(member).state == EXPIRED
    move(asked_at=now() - timedelta(days=31))
    with context():
        sweep()
    assert count(DataExport) == 0


def test_the_sweep_of_pictures_leaves_a_copy_alone(app, browse, mailbox, monkeypatch):
    member = make_member()
    ask(browse(member))
    mailbox()
    monkeypatch.setattr("ideaboard.media.tasks.KEPT_WITHOUT_ROW", timedelta(hours=-1))
    with context():
        sweep_files()
    assert app.extensions["pictures"].exists(copy_of(member).file)


def test_what_cannot_be_made_is_tried_again_then_said(browse, mailbox, monkeypatch):
    from ideaboard.accounts.privacy import service

    def broken(*_):
        raise OSError("no space")

    member = make_member()
    me = browse(member)
    ask(me)
    monkeypatch.setattr(service, "write_archive", broken)
    with context():
        for _ in range(2):
            with pytest.raises(OSError, match="no space"):
                service.make_copy({"export": copy_of(member).id})
        service.make_copy({"export": copy_of(member).id})
    assert copy_of(member).state == FAILED
    assert ask(me).status_code == 303


def test_a_copy_of_a_closed_account_is_not_made(app, browse, mailbox):
    member = make_member()
    me = browse(member)
    ask(me)
    me.post("/akun/tutup", {"current_password": PASSWORD})
    mailbox()
    assert count(DataExport) == 0


def test_a_ready_copy_goes_with_the_account(app, browse, mailbox):
    member = make_member()
    me = browse(member)
    ask(me)
    mailbox()
    name = copy_of(member).file
    me.post("/akun/tutup", {"current_password": PASSWORD})
    mailbox()
    assert not app.extensions["pictures"].exists(name)


def test_asking_is_in_the_log(browse):
    member = make_member()
    ask(browse(member))
    assert [entry.action for entry in rows(select(AuditEntry))] == ["data.export"]


def test_a_long_list_is_whole_in_its_file(browse, mailbox, monkeypatch):
    monkeypatch.setattr(archive, "SHOWN", 1)
    member = make_member()
    for _ in range(3):
        make_idea(author=member)
    me = browse(member)
    ask(me)
    mailbox()
    found = opened(me, copy_of(member))
    assert len(json.loads(found.read("data/ideas.json"))) == 3
    assert found.read("index.html").decode().count("Keripik sambal") < 6
