"""Every kind of page, asked for without a browser: reading writes nothing and leaves nothing behind."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests import database
from tests.browser import Browser
from tests.e2e.kinds import KINDS, open_kind
from tests.e2e.site import Demo

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Opening a case takes it for ten minutes; the counts of a closed board are frozen when they are first read.
NOTES = {"case", "label a claim", "counts at closing"}


@pytest.fixture(params=KINDS)
def visit(request, demo):
    """Open one kind of page; gives the answer, who asked, its SQL statements and the status it should have."""
    app = demo[0]
    user, path, status = open_kind(Demo(app), request.param)
    browser = Browser(app).sign_in(user) if user else Browser(app)
    if user is None and re.fullmatch(r"/i/\d+", path):  # The short address leads to the full one.
        path = browser.get(path).location
    with database.statements() as seen:
        answer = browser.get(path, follow_redirects=True)
    return answer, user, [] if request.param in NOTES else seen, status


def test_it_answers_writes_nothing_and_is_kept_where_it_may_be(visit):
    answer, user, seen, status = visit
    assert answer.status_code == status
    assert [line for line in seen if line.lstrip().upper().startswith(WRITES)] == []
    kept = answer.headers["Cache-Control"]
    if user is not None:
        assert "no-store" in kept
    elif "csrf_token" not in answer.text:
        assert "Set-Cookie" not in answer.headers
    if "Set-Cookie" in answer.headers:
        assert "no-store" in kept


def test_no_id_stands_twice_and_every_reference_has_its_target(visit):
    html = visit[0].text
    ids = Counter(re.findall(r'\sid="([^"]*)"', html))
    assert [name for name, times in ids.items() if times > 1] == []
    for names in re.findall(r'\s(?:for|aria-describedby|aria-labelledby|aria-controls)="([^"]+)"', html):
        assert set(names.split()) <= set(ids), names
