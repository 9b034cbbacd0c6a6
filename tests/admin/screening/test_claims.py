"""Known claims: read, imported from a file, let rest."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from ideaboard.audit.models import AuditEntry
from ideaboard.screening.claims.models import Claim
from tests.database import count, rows
from tests.factories import make_user

CLAIM = "Minum air garam hangat tiga kali sehari menyembuhkan demam berdarah"
FILE = f"claim,verdict,source,date\n{CLAIM},salah,https://contoh.example/1,2026-03-01\n"


@pytest.fixture
def admin(app):
    """An admin."""
    return make_user("Ibu Admin", is_admin=True)


@pytest.fixture
def me(browse, admin):
    """Her browser."""
    return browse(admin)


def send(browser, text: str | bytes, **fields):
    data = text.encode() if isinstance(text, str) else text
    return browser.post("/admin/saringan/klaim?bahasa=en", {"file": (io.BytesIO(data), "klaim.csv"), **fields})


def test_everybody_but_admins_is_refused(browse):
    other = browse(make_user(is_moderator=True))
    assert other.get("/admin/saringan/klaim").status_code == 403
    assert send(other, FILE).status_code == 403
    assert other.post("/admin/saringan/klaim/1").status_code == 403
    assert count(Claim) == 0


def test_a_file_is_imported_and_audited_with_who_sent_it(me, admin):
    assert send(me, FILE).location == "/admin/saringan/klaim"
    page = me.get("/admin/saringan/klaim?bahasa=en").text
    assert CLAIM in page
    assert 'href="https://contoh.example/1"' in page
    [entry] = rows(select(AuditEntry))
    assert (entry.action, entry.actor_id) == ("claims.import", admin.id)


def test_a_wrong_line_is_named_and_nothing_imported_unless_asked(me):
    wrong = FILE + "x,mungkin,,\n"
    answer = send(me, wrong)
    assert answer.status_code == 422
    assert "Line 3" in answer.text
    assert count(Claim) == 0
    assert send(me, wrong, skip="1").status_code == 303
    assert count(Claim) == 1


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", b"\xff\xfe\x00x", "claim,verdict\n" + "x" * 200_000])
def test_what_is_no_list_of_claims_is_refused_in_words(me, text):
    assert send(me, text).status_code == 422
    assert count(Claim) == 0


def test_no_file_is_refused(me):
    assert me.post("/admin/saringan/klaim").status_code == 422


def test_a_claim_rests_and_is_recognised_again(me):
    send(me, FILE)
    [claim] = rows(select(Claim))
    for active in ("0", "1"):
        me.post(f"/admin/saringan/klaim/{claim.id}", {"active": active})
        assert rows(select(Claim.is_active)) == [active == "1"]
    assert [entry.action for entry in rows(select(AuditEntry).order_by(AuditEntry.id))] == [
        *("claims.import", "claim.retire", "claim.activate"),
    ]


def test_claims_are_found_by_their_words(me):
    send(me, FILE)
    assert CLAIM in me.get("/admin/saringan/klaim?q=demam").text
    assert CLAIM not in me.get("/admin/saringan/klaim?q=gempa").text
