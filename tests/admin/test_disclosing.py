"""Subscriber information: given out by an admin, with recipient and reason, and a row in the log."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from ideaboard.accounts.privacy.models import Disclosure
from ideaboard.audit.models import AuditEntry
from tests.accounts.steps import make_member
from tests.database import count, scalar
from tests.factories import make_idea, make_user

TYPED = {"recipient": "Polres Metro Lampung", "reason": "Surat 12/2026, pasal 11"}


def path_of(person):
    return f"/admin/orang/{person.id}/keterangan"


def test_it_holds_who_somebody_is_and_nothing_that_they_wrote(browse):
    admin, member = make_user(is_admin=True), make_member(name="Rina Sari")
    make_idea(author=member, title="Keripik jahe")
    browse(member)
    me = browse(admin)
    assert TYPED["recipient"] not in me.get(path_of(member)).text
    answer = me.post(path_of(member), TYPED)
    assert answer.headers["Cache-Control"] == "private, no-store"
    held = json.loads(answer.data)
    assert held["users"][0]["email"] == member.email
    assert len(held["sessions"]) == 1
    for secret in ("Keripik jahe", "argon2", "token_hash"):
        assert secret not in answer.text


def test_recipient_and_reason_are_kept_and_the_log_says_who_did_it(browse):
    admin, member = make_user(is_admin=True), make_member()
    browse(admin).post(path_of(member), TYPED)
    row = scalar(select(Disclosure))
    assert (row.recipient, row.reason, row.by_id, row.user_id) == (*TYPED.values(), admin.id, member.id)
    entry = scalar(select(AuditEntry))
    assert (entry.action, entry.actor_id, entry.after) == (
        "person.disclose",
        admin.id,
        {"disclosure": row.id, "what": "subscriber"},
    )


@pytest.mark.parametrize("name", [*TYPED])
def test_without_a_reason_nothing_is_given_out(browse, name):
    member = make_member()
    answer = browse(make_user(is_admin=True)).post(path_of(member), {**TYPED, name: " "})
    assert answer.status_code == 422
    assert TYPED[next(other for other in TYPED if other != name)] in answer.text
    assert count(Disclosure) == count(AuditEntry) == 0
