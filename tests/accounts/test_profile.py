"""What people change about themselves: profile, address, language and theme."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from tests.accounts.steps import PASSWORD, is_signed_in, last_link, mails_to, make_member, sign_in
from tests.browser import Browser
from tests.database import fresh, rows
from tests.factories import make_user
from tests.parallel import all_at_once

PROFILE = {"name": "Rina Dewi", "handle": "rina-dewi", "city": "Bandar Lampung", "zone": "WITA"}


def save(browser, **fields):
    return browser.post("/akun", {**PROFILE, **fields})


def test_the_profile_is_stored(browse):
    member = make_user()
    assert save(browse(member)).status_code == 303
    found = fresh(member)
    assert {name: getattr(found, name) for name in PROFILE} == PROFILE
    assert found.handle_key == "rlnadewl"


def test_the_page_shows_what_is_stored(browse):
    page = browse(make_user("Siti Aminah", city="Tasikmalaya")).get("/akun").text
    assert 'value="Siti Aminah"' in page
    assert 'value="Tasikmalaya"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 61),
        ("handle", ""),
        ("handle", "ab"),
        ("handle", "rina dewi"),
        ("handle", "rіna"),
        ("handle", "x" * 31),
        ("handle", "admin"),
        ("handle", "ideaboard-id"),
        ("city", "x" * 61),
        ("zone", "CET"),
    ],
)
def test_a_bad_field_is_refused_at_the_field_and_the_rest_is_kept(browse, field, value):
    member = make_user()
    answer = save(browse(member), **{field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    if field != "name":
        assert 'value="Rina Dewi"' in answer.text
    assert fresh(member).name == member.name


@pytest.mark.parametrize("wished", ["rina-dewi", "RINA-DEWI", "rinadewi", "r1na-dewi"])
def test_a_taken_or_look_alike_handle_is_refused_at_the_field(browse, wished):
    save(browse(make_user()))
    answer = save(browse(make_user()), handle=wished)
    assert answer.status_code == 422
    assert 'id="handle-error"' in answer.text


def test_the_own_handle_may_be_written_another_way(browse):
    me = browse(make_user())
    save(me)
    assert save(me, handle="rinadewi").status_code == 303


def test_of_many_who_want_a_handle_at_once_one_gets_it(app, browse):
    browsers = [browse(make_user()) for _ in range(8)]
    answers = all_at_once(app, 8, lambda number: save(browsers[number]).status_code)
    assert sorted(answers) == [303] + [422] * 7


def test_fields_that_are_not_in_the_form_change_nothing(browse):
    member = make_user()
    save(browse(member), is_admin="1", email="x@contoh.example", trust_level="3", password_hash="x")
    found = fresh(member)
    assert (found.is_admin, found.email, found.trust_level, found.password_hash) == (False, member.email, 0, None)


def test_visitors_are_asked_to_sign_in(browser):
    for path in ("/akun", "/akun/surel", "/akun/sandi", "/akun/sesi", "/akun/tutup"):
        assert browser.get(path).status_code == 303
        assert browser.post(path).status_code in (401, 405)


# The address


def ask(browser, email="baru@contoh.example", password=PASSWORD):
    return browser.post("/akun/surel", {"email": email, "current_password": password})


def test_a_new_address_needs_the_current_password(browse, mailbox):
    answer = ask(browse(make_member()), password="bukan ini")
    assert answer.status_code == 422
    assert 'id="current_password-error"' in answer.text
    assert not mails_to(mailbox, "baru@contoh.example")


def test_the_old_address_stays_until_the_new_one_is_confirmed(browse, mailbox):
    member = make_member()
    me = browse(member)
    assert ask(me).location == "/periksa-surel"
    path = last_link(mailbox, "baru@contoh.example")
    assert me.get(path).status_code == 200
    assert fresh(member).email == "rina@contoh.example"
    assert me.post(f"{path}/surel").location == "/akun"
    assert (fresh(member).email, fresh(member).email_key) == ("baru@contoh.example", "baru@contoh.example")


def test_the_old_address_is_told_when_it_is_asked_for_and_when_it_is_done(browse, mailbox):
    me = browse(make_member())
    ask(me)
    me.post(last_link(mailbox, "baru@contoh.example") + "/surel")
    subjects = [mail["Subject"] for mail in mails_to(mailbox, "rina@contoh.example")]
    assert subjects == ["Ada permintaan mengganti surel akun Anda", "Surel akun Anda diganti"]
    assert rows(select(AuditEntry.action)) == ["email.change"]


def test_other_sessions_and_links_to_the_old_address_end(browse, mailbox):
    member = make_member()
    me, other = browse(member), browse(member)
    browse().post("/lupa-sandi", {"email": "rina@contoh.example"})
    reset_path = last_link(mailbox)
    ask(me)
    me.post(last_link(mailbox, "baru@contoh.example") + "/surel")
    assert is_signed_in(me)
    assert not is_signed_in(other)
    assert browse().get(reset_path).status_code == 410


def test_whoever_reads_a_mistyped_mailbox_gets_no_account(browse, mailbox):
    member = make_member()
    ask(browse(member))
    path = last_link(mailbox, "baru@contoh.example")
    visitor, stranger = browse(), browse(make_user())
    assert "/masuk?next=" in visitor.get(path).text
    assert visitor.post(path).status_code == 410
    assert visitor.post(f"{path}/surel").status_code == 401
    assert stranger.post(f"{path}/surel").status_code == 410
    assert fresh(member).email == "rina@contoh.example"


def test_an_address_in_use_gets_the_same_answer_and_its_owner_a_mail(browse, mailbox):
    make_member("baru@contoh.example")
    me = browse(make_member())
    assert ask(me).location == "/periksa-surel"
    (mail,) = mails_to(mailbox, "baru@contoh.example")
    assert mail["Subject"] == "Anda sudah punya akun"
    assert "/konfirmasi/" not in mail.get_content()


def test_an_address_taken_meanwhile_is_a_lost_race(browse, mailbox):
    me = browse(make_member())
    ask(me)
    path = last_link(mailbox, "baru@contoh.example")
    make_member("baru@contoh.example")
    assert me.post(f"{path}/surel").status_code == 409


def test_after_the_change_sign_in_needs_the_new_address(browse, mailbox):
    me = browse(make_member())
    ask(me)
    me.post(last_link(mailbox, "baru@contoh.example") + "/surel")
    assert sign_in(browse()).status_code == 422
    assert sign_in(browse(), "baru@contoh.example").status_code == 303


# Language and theme


def test_a_visitor_keeps_language_and_theme_in_cookies(browser):
    answer = browser.post("/akun/tampilan", {"bahasa": "en", "tema": "dark"})
    assert answer.status_code == 303
    page = browser.get("/masuk").text
    assert '<html lang="en" data-theme="dark">' in page


def test_a_member_keeps_them_with_the_account(app, browse):
    member = make_user()
    browse(member).post("/akun/tampilan", {"bahasa": "en", "tema": "light"})
    assert '<html lang="en" data-theme="light">' in browse(member).get("/akun").text
    assert (fresh(member).locale, fresh(member).theme) == ("en", "light")


def test_as_on_this_device_takes_the_theme_away(browser):
    browser.post("/akun/tampilan", {"bahasa": "id", "tema": "dark"})
    browser.post("/akun/tampilan", {"bahasa": "id", "tema": ""})
    assert '<html lang="id">' in browser.get("/masuk").text


@pytest.mark.parametrize("fields", [{"bahasa": "xx", "tema": ""}, {"bahasa": "id", "tema": "pink"}, {}])
def test_an_unknown_choice_is_refused(browser, fields):
    assert browser.post("/akun/tampilan", fields).status_code == 422


def test_the_page_shows_what_holds_now(browser):
    browser.post("/akun/tampilan", {"bahasa": "en", "tema": "dark"})
    page = browser.get("/akun/tampilan").text
    assert page.count("checked") == 2


def test_a_visitor_who_only_looks_gets_a_form_and_no_account(app):
    visitor = Browser(app)
    assert visitor.get("/akun/tampilan").status_code == 200
    assert rows(select(User)) == []
