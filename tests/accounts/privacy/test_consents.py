"""What people agree to: recorded, asked for again, taken back as easily as it was given."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from ideaboard.accounts import consents
from ideaboard.accounts.consents import choose_answer_mails
from ideaboard.accounts.identity import fold_handle
from ideaboard.accounts.models import Consent, User
from ideaboard.accounts.privacy.unsubscribing import way_out
from ideaboard.challenges.models import Challenge
from ideaboard.posts.models import Post
from tests.accounts.steps import PASSWORD, is_signed_in, make_member, sign_in, sign_up
from tests.comments.steps import make_comment
from tests.database import context, count, fresh, rows, scalar
from tests.factories import make_idea


@pytest.fixture
def changed(monkeypatch):
    """New terms, since everybody agreed to the old ones."""
    monkeypatch.setattr(consents, "TERMS_VERSION", "2027-01-1")


def test_signing_up_records_version_purpose_and_time(browse):
    sign_up(browse())
    found = {row.purpose: row for row in rows(select(Consent))}
    assert found["terms"].version == scalar(select(User.terms)) == consents.TERMS_VERSION
    assert found["age"].version.endswith("/18")
    assert all(row.given_at for row in found.values())


def test_after_a_change_signing_in_leads_to_the_rules_first(browse, changed):
    member = make_member()
    me = browse()
    to = sign_in(me).location
    assert to.startswith("/akun/persetujuan")
    assert is_signed_in(me)
    page = me.get(to).text
    assert "/akun/data" in page
    assert "/akun/tutup" in page
    assert me.post("/akun/persetujuan", {"next": "/tantangan"}).location == "/tantangan"
    assert fresh(member).terms == "2027-01-1"
    assert scalar(select(Consent.version).where(Consent.purpose == "terms")) == "2027-01-1"
    assert sign_in(browse()).location == "/"


def test_agreeing_twice_is_one_row(browse, changed):
    me = browse(make_member())
    for _ in range(2):
        me.post("/akun/persetujuan", {"next": "/"})
    assert count(Consent) == 1


def test_nobody_writes_under_rules_they_have_not_seen_but_text_is_kept(browse, changed):
    me, idea = browse(make_member()), make_idea()
    answer = me.post(f"/i/{idea.id}/komentar", {"body": "Ini ide yang bagus sekali, Bu."})
    assert answer.status_code == 403
    assert "Ini ide yang bagus sekali" in answer.text
    assert "/akun/persetujuan" in answer.text
    assert count(Post, Post.kind == "comment") == 0


@pytest.mark.parametrize("path", ["/", "/akun", "/akun/data", "/akun/tutup"])
def test_reading_copy_and_closing_stay_open(browse, changed, path):
    assert browse(make_member()).get(path).status_code == 200


def test_who_does_not_agree_may_leave_with_a_copy(browse, changed):
    me = browse(member := make_member())
    assert me.post("/akun/data", {"current_password": PASSWORD}).status_code == 303
    assert me.post("/akun/tutup", {"current_password": PASSWORD}).status_code == 303
    assert fresh(member).closed_at


def test_mails_about_answers_end_at_one_press_and_come_back_at_one(browse):
    me = browse(member := make_member())
    assert me.post("/akun/data/surat", {"mails": "off"}).status_code == 303
    assert not fresh(member).answer_mails
    assert me.post("/akun/data/surat", {"mails": "on"}).status_code == 303
    assert fresh(member).answer_mails
    found = rows(select(Consent).where(Consent.purpose == "answer_mails").order_by(Consent.id))
    assert [bool(row.withdrawn_at) for row in found] == [True, False]
    me.post("/akun/data/surat", {"mails": "off"})
    assert [bool(row.withdrawn_at) for row in rows(select(Consent).where(Consent.purpose == "answer_mails"))] == [
        True
    ] * 2


def commented(browse, mailbox, idea):
    browse(make_member("penulis@contoh.example")).post(f"/i/{idea.id}/komentar", {"body": "Saya suka rasa ini."})
    mailbox()
    mailbox()
    return mailbox()


def test_they_end_at_once_also_for_what_waits(browse, mailbox):
    member = make_member()
    idea = make_idea(author=member)
    browse(make_member("penulis@contoh.example")).post(f"/i/{idea.id}/komentar", {"body": "Saya suka rasa ini."})
    mailbox()  # The notice is written; its mail waits.
    with context():
        choose_answer_mails(member.id, wanted=False)
    assert [mail for mail in mailbox() if mail["To"] == member.email] == []


def test_a_mail_program_ends_them_without_signing_in(app, browse, mailbox):
    member = make_member()
    sent = commented(browse, mailbox, make_idea(author=member))
    mail = next(mail for mail in sent if mail["To"] == member.email)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = re.fullmatch(r"<https?://[^/]+(/.+)>", mail["List-Unsubscribe"])[1]
    client = app.test_client()
    assert client.get(path).status_code == 200
    assert fresh(member).answer_mails
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not fresh(member).answer_mails


def test_a_forged_way_out_leads_nowhere(app, browser):
    member = make_member()
    with app.test_request_context():
        path = way_out(member.id).partition("//")[2].partition("/")[2]
    assert browser.post(f"/{path[:-2]}xx").status_code == 404
    assert fresh(member).answer_mails


def test_mails_about_the_account_carry_no_way_out(browse, mailbox):
    make_member(confirmed=False)
    sign_up(browse())
    assert all(mail["List-Unsubscribe"] is None for mail in mailbox())


def test_a_changed_name_is_seen_everywhere_at_once(browse, browser):
    member = make_member(name="Rina Sari", handle="rina-sari", handle_key=fold_handle("rina-sari"))
    idea = make_idea(author=member)
    make_comment(idea, member)
    board = scalar(select(Challenge.slug).where(Challenge.id == idea.challenge_id))
    pages = (f"/t/{board}", idea.path, "/u/rina-sari")
    assert [path for path in pages if "Rina Sari" not in browser.get(path).text] == []
    browse(member).post("/akun", {"name": "Dewi Ayu", "handle": "rina-sari", "city": "", "zone": "WIB"})
    assert [path for path in pages if "Rina Sari" in browser.get(path).text] == []
    assert [path for path in pages if "Dewi Ayu" not in browser.get(path).text] == []


@pytest.mark.parametrize("adult", [None, ""])
def test_a_child_is_refused_and_nothing_of_them_is_kept(browse, adult):
    from tests.accounts.privacy.traces import whole_database

    before = whole_database()
    data = {"name": "Anak Kecil", "email": "anak@contoh.example", "password": "tiga kata aman", "terms": "y"}
    if adult is not None:
        data["adult"] = adult
    answer = browse().post("/daftar", data)
    assert answer.status_code == 422
    assert whole_database() == before
