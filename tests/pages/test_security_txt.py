"""Whoever finds a hole finds us: security.txt after RFC 9116, and the section it points to."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.browser import Browser

PATH = "/.well-known/security.txt"


def fields(browser: Browser) -> dict[str, str]:
    answer = browser.get(PATH)
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.endswith("\n")
    pairs = [line.split(": ", 1) for line in answer.text.splitlines()]
    assert len(pairs) == len(dict(pairs))  # each field once
    return dict(pairs)


def test_the_required_fields_are_there(browser: Browser) -> None:
    found = fields(browser)
    assert set(found) == {"Contact", "Expires", "Preferred-Languages", "Canonical", "Policy"}
    assert found["Canonical"] == f"http://127.0.0.1:8000{PATH}"
    assert found["Preferred-Languages"] == "id, en"


def test_it_never_runs_out_and_holds_for_less_than_a_year(browser: Browser, time_machine) -> None:
    for day in (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), datetime(2031, 2, 3, tzinfo=UTC)):
        time_machine.move_to(day, tick=False)
        until = datetime.strptime(fields(browser)["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        assert timedelta(days=30) < until - day < timedelta(days=365)


def test_the_contact_of_the_setting_is_named(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(browser.app.config, "SECURITY_CONTACT", "mailto:aman@ide.example")
    assert fields(browser)["Contact"] == "mailto:aman@ide.example"
    assert 'href="mailto:aman@ide.example"' in browser.get("/tentang").text


def test_without_the_setting_the_page_that_explains_is_the_contact(browser: Browser) -> None:
    found = fields(browser)
    assert found["Contact"] == found["Policy"] == "http://127.0.0.1:8000/tentang#keamanan"
    assert re.search(r'<h2 id="keamanan">', browser.get("/tentang").text)


def test_no_host_header_changes_it(browser: Browser) -> None:
    assert "jahat" not in browser.get(PATH, headers={"Host": "jahat.example"}).text


def test_it_sets_no_cookie_and_asks_no_database(browser: Browser) -> None:
    from tests.database import statements

    with statements() as seen:
        assert "Set-Cookie" not in browser.get(PATH).headers
    assert seen == []
