"""Pages by key: together they are the sorted list, whatever ties there are and whatever a link holds."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, delete, insert, select

from ideaboard.data.paging import Cursor, keyset
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from tests.database import statements

NUMBER, ID = OutboxMessage.attempts, OutboxMessage.id


def base(*columns) -> Select:
    return select(*columns).where(OutboxMessage.kind == "row")


def walk(limit: int, descending: bool) -> list[tuple[int, int]]:
    found, cursor = [], None
    while True:
        page = db.session.execute(keyset(base, NUMBER, ID, cursor, limit, descending=descending)).all()
        found += [(row.key, row.id) for row in page]
        if len(page) < limit:
            return found
        assert len(found) < 200, "the pages go round in circles"
        cursor = Cursor.parse(str(Cursor(page[-1].key, page[-1].id)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(0, 3), max_size=30), limit=st.integers(1, 7), descending=st.booleans())
def test_the_pages_together_are_the_sorted_list(app, in_request, numbers, limit, descending):
    with transaction():
        db.session.execute(delete(OutboxMessage))
        rows = [{"kind": kind, "payload": {}, "attempts": n} for n in numbers for kind in ("row", "noise")]
        if rows:
            db.session.execute(insert(OutboxMessage), rows)
    expected = db.session.execute(base(NUMBER, ID)).all()
    assert walk(limit, descending) == sorted(((n, i) for n, i in expected), reverse=descending)


def test_a_page_is_one_statement_without_offset(app, in_request):
    with statements() as seen:
        db.session.execute(keyset(base, NUMBER, ID, Cursor(1, 1), 5)).all()
    assert len(seen) == 1
    assert "OFFSET" not in seen[0].upper().replace("LIMIT ? OFFSET ?", "")


@given(
    key=st.integers(-(2**62) + 1, 2**62 - 1) | st.floats(-1e18, 1e18),
    ident=st.integers(0, 2**62 - 1),
    lap=st.sampled_from([0, 1]),
)
def test_a_cursor_survives_its_link(key, ident, lap):
    assert Cursor.parse(str(Cursor(key, ident, lap))) == Cursor(key, ident, lap)


def link(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", "x", "=", "ü", "AAAA", link(), link(1), link(1, 2), link(1, 2, 3), link("1", 2, 0)),
        *(link(1, "2", 0), link(None, 2, 0), link(1, 2, 0, 0), link(2**62, 1, 0), link(1, -1, 0), link([], 1, 0)),
        *(link(float("nan"), 1, 0), link(float("inf"), 1, 0), link(1, True, 0), link(True, 1, 0), link(1, 1, True)),
        *(link(1, 1.0, 0), link(1, 2**70, 0), base64.urlsafe_b64encode(b"[" * 50_000).decode()),
    ],
)
def test_what_is_no_cursor_means_the_first_page(text):
    assert Cursor.parse(text) is None


@given(text=st.text(max_size=60) | st.binary(max_size=40).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_no_link_makes_parsing_fail(text):
    Cursor.parse(text)


@pytest.mark.parametrize("key", [2**61, -(2**61), 2**31, 1.5, 1e17])
@pytest.mark.parametrize("descending", [True, False])
def test_a_cursor_that_fits_no_column_fails_nowhere(app, in_request, key, descending):
    db.session.execute(keyset(base, NUMBER, ID, Cursor(key, 2**61), 5, descending=descending)).all()
