"""The lists: tried before they are saved, changed, removed, each with an audit row."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.screening.blocklists.models import BlocklistEntry
from tests.database import count, rows
from tests.factories import make_idea, make_user

ENTRY = {"mode": "block", "kind": "word", "action": "hold", "text": "hoki88", "note": "Kembali terus"}


@pytest.fixture
def admin(app):
    """An admin."""
    return make_user("Ibu Admin", is_admin=True)


@pytest.fixture
def me(browse, admin):
    """Her browser."""
    return browse(admin)


def add(browser, do="save", **fields):
    return browser.post("/admin/saringan/daftar?bahasa=en", {**ENTRY, **fields, "do": do})


def only_entry() -> BlocklistEntry:
    [entry] = rows(select(BlocklistEntry))
    return entry


def audited() -> list[str]:
    return [entry.action for entry in rows(select(AuditEntry).order_by(AuditEntry.id))]


def test_everybody_but_admins_is_refused(browse):
    other = browse(make_user(is_moderator=True))
    assert other.get("/admin/saringan/daftar").status_code == 403
    assert add(other).status_code == 403
    assert other.post("/admin/saringan/daftar/1", {"do": "remove"}).status_code == 403
    assert count(BlocklistEntry) == 0


def test_trying_shows_what_would_have_been_caught_and_saves_nothing(me):
    make_idea(body="Main di hoki88 <b>sekarang</b> juga, menang terus setiap hari bersama kami.")
    make_idea()
    page = add(me, do="try").text
    assert "<mark>hoki88</mark> &lt;b&gt;" in page
    assert count(BlocklistEntry) == 0


def test_an_entry_is_saved_in_shadow_and_audited(me, admin):
    assert add(me).location == "/admin/saringan/daftar"
    entry = only_entry()
    assert (entry.text, entry.action, entry.created_by_id) == ("hoki88", "hold", admin.id)
    assert entry.shadow_until > now()
    assert audited() == ["blocklist.add"]
    assert "hoki88" in me.get("/admin/saringan/daftar").text


@pytest.mark.parametrize("do", ["try", "save"])
@pytest.mark.parametrize("wrong", [{"text": "x"}, {"kind": "other"}, {"action": "refuse"}, {"text": "y" * 300}])
def test_what_cannot_be_an_entry_is_refused_and_kept_in_the_form(me, do, wrong):
    answer = add(me, do, **wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Kembali terus" in answer.text
    assert count(BlocklistEntry) == 0


def test_the_same_entry_twice_is_refused(me):
    add(me)
    assert add(me).status_code == 409
    assert count(BlocklistEntry) == 1


def test_an_entry_is_changed_acts_and_is_removed(me):
    add(me)
    entry = only_entry()
    path = f"/admin/saringan/daftar/{entry.id}"
    assert "hoki88" in me.get(path).text
    me.post(path, {"do": "save", "action": "warn", "note": "Cukup ditanya"})
    assert (only_entry().action, only_entry().note) == ("warn", "Cukup ditanya")
    me.post(path, {"do": "act"})
    assert only_entry().shadow_until is None
    assert me.post(path, {"do": "remove"}).location == "/admin/saringan/daftar"
    assert count(BlocklistEntry) == 0
    assert audited() == ["blocklist.add", "blocklist.change", "blocklist.act", "blocklist.remove"]
    assert me.get(path).status_code == 404
    assert me.post(path, {"do": "remove"}).status_code == 409
