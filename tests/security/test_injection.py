"""Nothing typed becomes an error, a command, a query, a template or a header, whatever field it is typed into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from ideaboard.config import ROOT
from tests.database import on_sqlite
from tests.security.board import Board, argument_names, field_names, some
from tests.security.poison import ANSWERED

# One text for every field of a request.
HOSTILE = {
    "query": "1' OR '1'='1'; DROP TABLE users;--",
    "wildcards": '%_*"NEAR(a b)" AND OR NOT ^ {a}:b -c',
    "template": "{{1337*1337}}${1337*1337}#{1337*1337}{% for a in b %}",
    "lines": "a\r\nSet-Cookie: jahat=1\r\n\r\n<html>",
    "scripts": "\u0627\u0644\u0639 \u202e\u2066 Z\u0361\u0334a\u0320 \U0001f468\u200d\U0001f469 \ufeff \U0010ffff",
    "numbers": "9" * 400,
    "odd number": "-1e309",
    "date": "99999-13-45T25:61:61.999999999+99:99",
    "path": "../../../../etc/passwd",
    "format": "%s%n%x{0.__class__.__mro__}{}",
    "command": "$(sleep 9)`sleep 9`;sleep 9|sleep 9&&sleep 9",
    "nothing": "",
    "address": "//jahat.example/\\@[::1",
    "markup": "<img src=x onerror=alert(1)>\"'--></script>",
}


def combined(board: Board, turn: int, *, reads: bool) -> Iterator[tuple[str, str]]:
    """Give every third route with one hostile value, another one for each route; all with all in the long run."""
    for number, (_rule, path) in enumerate(some(board.paths(reads=reads), turn, 3)):
        for value in some(HOSTILE.values(), number + turn * 5, len(HOSTILE)):
            yield path, value


def assert_harmless(answer, path: str) -> None:
    assert answer.status_code < 500 or path == "/readyz", path
    assert "Set-Cookie: jahat" not in str(answer.headers), path
    assert "jahat" not in str(answer.headers.get("Set-Cookie", "")), path
    location = answer.headers.get("Location", "/")
    assert location.startswith("/"), f"{path}: {location}"
    assert not location.startswith(("//", "/\\")), f"{path}: {location}"
    if answer.mimetype == "text/html":
        assert ANSWERED not in answer.text, path
        assert "<img src=x" not in answer.text, path


@on_sqlite
@pytest.mark.parametrize("role", ["visitor", "member", "moderator", "admin"])
def test_no_address_argument_does_harm(board: Board, role: str) -> None:
    turn = ("visitor", "member", "moderator", "admin").index(role)
    for path, value in combined(board, turn, reads=True):
        asked = dict.fromkeys(argument_names(), value)
        assert_harmless(board.ask(role, path, query_string=asked), path)


@on_sqlite
@pytest.mark.parametrize("role", ["admin", "owner", "author", "visitor"])
def test_no_form_field_does_harm(board: Board, role: str) -> None:
    assert len(field_names()) > 60
    turn = ("admin", "owner", "author", "visitor").index(role)
    for path, value in combined(board, turn, reads=False):
        assert_harmless(board.send(role, path, dict.fromkeys(field_names(), value)), path)


@on_sqlite
def test_no_list_of_values_where_one_is_expected_does_harm(board: Board) -> None:
    fields = {name: ["9" * 30, "-1", "x"] for name in field_names()}
    for _rule, path in some(board.paths(reads=False), 0, 3):
        assert_harmless(board.send("admin", path, fields, query_string={"id": ["1", "2"]}), path)


@on_sqlite
def test_no_value_in_a_path_does_harm(board: Board) -> None:
    rules = [(method, rule) for method, rule, _path in board.rows if "<" in rule]
    for turn, (method, rule) in enumerate(rules):
        for value in some([value for value in HOSTILE.values() if value], turn, len(HOSTILE)):
            path = re.sub(r"<(?:\w+:)?\w+>", lambda _, value=value: quote(value, safe=""), rule)
            browser = board.browser("admin")
            answer = browser.get(path) if method == "GET" else browser.post(path, {})
            assert_harmless(board.back(answer), path)


HEADERS = ("HX-Current-URL", "HX-Target", "HX-Trigger", "Referer", "User-Agent", "Accept-Language", "If-None-Match")


@on_sqlite
@pytest.mark.parametrize("value", [value.replace("\r\n", " ") for value in HOSTILE.values()])
def test_no_header_does_harm(board: Board, value: str) -> None:
    hostile = value.encode().decode("latin-1")
    headers = dict.fromkeys((*HEADERS, "X-Request-ID", "If-Modified-Since", "Range", "Save-Data"), hostile)
    for path in ("/tantangan", "/static/app.js", "/tidak-ada"):
        assert_harmless(board.ask("visitor", path, headers=headers), path)


# What is written in our own code.

SOURCES = sorted((ROOT / "ideaboard").rglob("*.py"))
# pattern: the files that were read and may hold it
ALLOWED = {
    r"\bMarkup\((?!\"[^\"]*\"\)|'[^']*'\))": {
        # Drawn by segno from an address: paths and numbers.
        "challenges/poster_routes.py",
        "accounts/two_step/showing.py",
        # What `web/markup.py` made, or what was escaped piece by piece.
        "web/highlight.py",
        # What Jinja rendered, and holes in it that we named.
        "web/fragments.py",
        "pages/cards.py",
    },
    r"\b(pickle|marshal|shelve|subprocess|os\.system|os\.popen|yaml\.load|__import__)\b": set(),
    r"\b(eval|exec)\(": set(),
    r"render_template_string|\.from_string\(": set(),
    r"shell=True": set(),
    # Nothing here fetches an address that somebody typed.
    r"urllib\.request|^\s*(import|from) (http\.client|requests|httpx|aiohttp|urllib3)\b": set(),
}


@pytest.mark.parametrize("pattern", ALLOWED)
def test_dangerous_calls_stand_only_where_somebody_looked(pattern: str) -> None:
    found = {
        path.relative_to(ROOT / "ideaboard").as_posix()
        for path in SOURCES
        if re.search(pattern, path.read_text(), re.MULTILINE)
    }
    assert found == ALLOWED[pattern]


def test_no_template_trusts_a_text() -> None:
    """`|safe` may follow only what our renderer made, stored in a column that ends in html."""
    trusted = [
        f"{path.name}: {match}"
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.is_file()
        for match in re.findall(r"([\w.\[\]()\"' ]+)\|\s*safe\b", path.read_text())
        if not re.search(r"html\W*$", match.strip())
    ]
    assert trusted == []


def test_no_template_holds_a_script_a_style_or_a_handler() -> None:
    pattern = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|hx-vars|javascript:|\"js:", re.I
    )
    found = [path.name for path in Path(ROOT / "templates").rglob("*.html") if pattern.search(path.read_text())]
    assert found == []
