"""The admin pages: people and roles."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from tests.accounts.steps import is_signed_in, mails_to
from tests.database import count, fresh, rows
from tests.factories import make_user


@pytest.fixture
def admin(app):
    """An admin."""
    return make_user("Ibu Admin", is_admin=True)


def names(page) -> list[str]:
    return re.findall(r"<b>([^<]+)</b></a> <span", page.text)


def test_visitors_are_asked_to_sign_in(browser):
    assert browser.get("/admin/orang").location == "/masuk?next=/admin/orang"
    assert browser.post("/admin/orang/1/peran").status_code == 401


@pytest.mark.parametrize("columns", [{}, {"is_moderator": True}])
def test_everybody_but_admins_is_refused(browse, columns):
    victim = make_user(is_moderator=True)
    me = browse(make_user(**columns))
    for path in ("/admin", "/admin/orang", f"/admin/orang/{victim.id}"):
        assert me.get(path).status_code == 403
    for path, fields in (("peran", {"role": "admin", "action": "add"}), ("sesi", {}), ("konfirmasi", {})):
        assert me.post(f"/admin/orang/{victim.id}/{path}", fields).status_code == 403
    assert count(AuditEntry) == 0


def test_people_are_found_by_name_handle_and_address(browse, admin):
    make_user(
        "Siti Aminah",
        handle="siti-a",
        handle_key="sltla",
        email="aminah@contoh.example",
        email_key="aminah@contoh.example",
    )
    make_user("Budi Santoso")
    me = browse(admin)
    for query in ("siti", "AMIN", "@siti-a", "siti-a", "Aminah@contoh.example", "aminah@"):
        assert names(me.get("/admin/orang", query_string={"q": query})) == ["Siti Aminah"]


@pytest.mark.parametrize("query", ["%", "_", "\\", "' OR 1=1 --", "x" * 5000, "{{7*7}}"])
def test_odd_queries_find_nobody_and_break_nothing(browse, admin, query):
    make_user("Siti Aminah")
    page = browse(admin).get("/admin/orang", query_string={"q": query})
    assert page.status_code == 200
    assert names(page) == []


def test_the_list_is_paged_by_key(browse, admin):
    people = [make_user(f"Warga {n:02}") for n in range(25)]
    me = browse(admin)
    first = me.get("/admin/orang")
    path = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    second = me.get(path)
    assert names(first) + names(second) == [person.name for person in reversed(people)] + ["Ibu Admin"]
    assert 'rel="next"' not in second.text


def test_a_bad_cursor_means_the_first_page(browse, admin):
    assert names(browse(admin).get("/admin/orang?setelah=xx")) == ["Ibu Admin"]


def test_closed_accounts_are_not_there(browse, admin):
    gone = make_user("Sudah Tutup", closed_at=now())
    me = browse(admin)
    assert names(me.get("/admin/orang")) == ["Ibu Admin"]
    assert me.get(f"/admin/orang/{gone.id}").status_code == 404
    assert me.post(f"/admin/orang/{gone.id}/sesi").status_code == 404


@pytest.mark.parametrize("ident", ["0", "999999999999999999999999"])
def test_unknown_people_are_404(browse, admin, ident):
    assert browse(admin).get(f"/admin/orang/{ident}").status_code == 404


def test_an_admin_gives_and_takes_roles(browse, admin):
    person = make_user()
    me = browse(admin)
    for action, held in (("add", True), ("remove", False)):
        answer = me.post(f"/admin/orang/{person.id}/peran", {"role": "moderator", "action": action})
        assert answer.location == f"/admin/orang/{person.id}"
        assert fresh(person).is_moderator is held
    found = rows(select(AuditEntry).order_by(AuditEntry.id))
    assert [(entry.action, entry.actor_id, entry.object_id) for entry in found] == [
        ("role.add", admin.id, person.id),
        ("role.remove", admin.id, person.id),
    ]


@pytest.mark.parametrize("fields", [{"role": "king", "action": "add"}, {"role": "admin", "action": "x"}, {}])
def test_unknown_roles_and_actions_are_refused(browse, admin, fields):
    person = make_user()
    assert browse(admin).post(f"/admin/orang/{person.id}/peran", fields).status_code == 400


def test_a_taken_role_acts_at_the_next_request(browse, admin):
    other = make_user(is_admin=True)
    theirs = browse(other)
    assert theirs.get("/admin").status_code == 200
    browse(admin).post(f"/admin/orang/{other.id}/peran", {"role": "admin", "action": "remove"})
    assert theirs.get("/admin").status_code == 303
    assert browse(other).get("/admin").status_code == 403


def test_the_last_admin_is_told_why_not(browse, admin):
    answer = browse(admin).post(f"/admin/orang/{admin.id}/peran", {"role": "admin", "action": "remove"})
    assert answer.status_code == 409
    assert "admin terakhir" in answer.text
    assert fresh(admin).is_admin


def test_an_admin_may_step_down_when_another_stays(browse, admin):
    make_user(is_admin=True)
    me = browse(admin)
    answer = me.post(f"/admin/orang/{admin.id}/peran", {"role": "admin", "action": "remove"})
    assert answer.location == "/"
    assert is_signed_in(me)
    assert me.get("/admin").status_code == 403


def test_an_admin_signs_a_person_out(browse, admin):
    person = make_user()
    theirs, me = browse(person), browse(admin)
    me.post(f"/admin/orang/{person.id}/sesi")
    assert not is_signed_in(theirs)
    assert is_signed_in(me)
    assert rows(select(AuditEntry.action)) == ["sessions.end"]


def test_an_admin_mails_the_confirmation_again(browse, admin, mailbox):
    person = make_user(confirmed=False)
    me = browse(admin)
    assert "/konfirmasi" in me.get(f"/admin/orang/{person.id}").text
    me.post(f"/admin/orang/{person.id}/konfirmasi")
    assert len(mails_to(mailbox, person.email)) == 1
    assert rows(select(AuditEntry.action)) == ["confirmation.resend"]


def test_a_confirmed_person_gets_no_mail(browse, admin, mailbox):
    person = make_user()
    browse(admin).post(f"/admin/orang/{person.id}/konfirmasi")
    assert not mails_to(mailbox, person.email)
    assert count(AuditEntry) == 0


def test_the_limit_of_mails_holds_for_admins_too(browse, admin):
    person = make_user(confirmed=False)
    me = browse(admin)
    answers = [me.post(f"/admin/orang/{person.id}/konfirmasi") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert answers[-1].headers["Retry-After"]


def test_a_name_is_text_and_never_markup(browse, admin):
    person = make_user("<script>alert(1)</script>")
    me = browse(admin)
    assert "<script>alert" not in me.get("/admin/orang").text
    assert "<script>alert" not in me.get(f"/admin/orang/{person.id}").text
