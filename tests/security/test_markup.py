"""Whatever stands in any field of the database, no kind of page, fragment, feed or file runs it."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ideaboard.accounts.models import User
from tests.browser import Browser
from tests.e2e.kinds import FAIR, KINDS, OPEN, open_kind
from tests.e2e.site import Demo
from tests.security.conftest import HOST
from tests.security.poison import ANSWERED, free_columns, poison

ADMIN, MODERATOR = "Admin Papan", "Tono"
# Reads whole and not page by page.
MORE = {
    "fragment of a board": ("", f"{FAIR}?urut=terbanyak", True),
    "fragment of a list": ("", "/tantangan?urut=baru", True),
    "search": ("", "/cari?q=zq", False),
    "people": (ADMIN, "/admin/orang?q=zq", False),
    "drafts": ("Rina", f"{OPEN}/ide/baru", False),
}
FEEDS = ("/feed.atom", f"{FAIR}/feed.atom", "/sitemap.xml")
FILES = ("/admin/catatan.csv", "/transparansi.csv")


ADDRESS = re.compile(r"(https?://|mailto:|/|#|\?|$|data:image/|whatsapp://|[\w%.-]+(?![\w%.-]*:))")


class Judge(HTMLParser):
    """Reads a page as a browser would; keeps what our templates never write."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"iframe", "object", "embed", "base", "style"} or (tag == "script" and not given.get("src")):
            self.wrong.append(tag)
        self.wrong += [f"{tag} {name}" for name in given if name.startswith("on") or name in {"style", "srcdoc"}]
        for name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
            if not ADDRESS.match(given.get(name, "")):
                self.wrong.append(f"{tag} {name}={given[name][:60]}")
        if given.get("src") == "x" or given.get("hx-get") == "/x":
            self.wrong.append(tag)


def outsiders(page: str) -> set[str]:
    """Return the addresses that a browser would load by itself from somewhere else."""
    loaded = re.findall(r"<(?:script|img|link|source|video|audio)\b[^>]*?\b(?:src|href)=\"([^\"]*)\"", page)
    return {address for address in loaded if re.match(r"(https?:)?//", address) and f"//{HOST}/" not in address}


@pytest.fixture(scope="module")
def pages(production: Flask) -> dict[str, tuple[User | None, str, bool]]:
    """Who looks at which address: found while every text is still as it should be."""
    site = Demo(production)
    found = {name: (*open_kind(site, name)[:2], False) for name in KINDS}
    return found | {
        name: (site.person(who) if who else None, path, part) for name, (who, path, part) in MORE.items()
    }


def look(production: Flask, who: User | None, path: str, htmx: bool = False) -> TestResponse:
    browser = Browser(production).sign_in(who) if who else Browser(production)
    answer = browser.get(path, htmx=htmx)
    return browser.get(answer.location, htmx=htmx) if answer.status_code == 301 else answer


@pytest.fixture(scope="module")
def plain(production: Flask, pages: dict[str, Any]) -> dict[str, str]:
    """What visitors read, before the poison."""
    return {name: look(production, *asked).text for name, asked in pages.items() if asked[0] is None}


def test_no_page_for_visitors_tells_what_is_nobodys_business(plain: dict[str, str]) -> None:
    """Addresses of people, networks, hashes, and who moderates."""
    assert len(plain) > 30
    for name, page in plain.items():
        text = re.sub(r"\?v=[0-9a-f]{12}|/gambar/[0-9a-f]+|value=\"[^\"]*\"|content=\"[^\"]*\"", "", page)
        assert not re.findall(r"[\w.-]+@contoh\.example", text.replace("rina@contoh.example", "")), name
        assert not re.findall(r"\b(?:\d{1,3}\.){3}\d{1,3}\b", text), name
        if name not in {"counts at closing", "transparency"}:  # Their hashes are there to be read.
            assert not re.findall(r"\b[0-9a-f]{32,}\b", text), name
        assert not re.search(r"is_moderator|is_admin|password_hash|token_hash|\$argon2", text), name
        assert MODERATOR not in text, name


def test_no_page_loads_anything_from_elsewhere(plain: dict[str, str]) -> None:
    assert {name: found for name, page in plain.items() if (found := outsiders(page))} == {}


@pytest.fixture(scope="module")
def poisoned(production: Flask, pages: dict[str, Any], plain: dict[str, str]) -> dict[str, str]:
    """Mark → table and column, once every text is hostile."""
    return poison()


@pytest.fixture(scope="module")
def read(production: Flask, pages: dict[str, Any], poisoned: dict[str, str]) -> dict[str, TestResponse]:
    """Every kind of page, made of hostile texts."""
    return {name: look(production, *asked) for name, asked in pages.items()}


def test_every_kind_of_page_still_answers(read: dict[str, TestResponse]) -> None:
    assert {name: answer.status for name, answer in read.items() if answer.status_code >= 500} == {}


def test_no_kind_of_page_runs_what_somebody_typed(read: dict[str, TestResponse]) -> None:
    assert {name: wrong for name, answer in read.items() if (wrong := Judge(answer.text).wrong)} == {}


def test_no_template_is_made_of_what_somebody_typed(read: dict[str, TestResponse]) -> None:
    assert [name for name, answer in read.items() if ANSWERED in answer.text] == []


def test_no_header_is_made_of_what_somebody_typed(read: dict[str, TestResponse]) -> None:
    assert [name for name, answer in read.items() if re.search(r"zq\d+qz", str(answer.headers))] == []


def test_rendered_texts_stay_out_of_reach_of_htmx(read: dict[str, TestResponse]) -> None:
    page = read["idea"].text
    at = page.index("zqhtmlqz")
    assert "hx-disable" in page[max(0, at - 400) : at]


def test_the_texts_were_really_there(read: dict[str, TestResponse], poisoned: dict[str, str]) -> None:
    """What the tests above are worth: most of the columns are shown by some page."""
    shown = {mark for answer in read.values() for mark in re.findall(r"zq\d+qz", answer.text)}
    assert len(shown) >= 25, sorted(name for mark, name in poisoned.items() if mark not in shown)
    assert len(list(free_columns())) >= 40


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_stays_well_formed_and_harmless(production: Flask, poisoned: dict[str, str], path: str) -> None:
    answer = look(production, None, path)
    assert answer.status_code == 200
    for element in ElementTree.fromstring(answer.data).iter():
        if element.get("type") == "html":
            assert Judge(element.text or "").wrong == []


@pytest.mark.parametrize("path", FILES)
def test_a_table_for_a_spreadsheet_holds_no_formula(
    production: Flask, pages: dict[str, Any], poisoned: dict[str, str], path: str
) -> None:
    admin = pages["people"][0]
    answer = look(production, admin, path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    cells = [cell for line in csv.reader(answer.text.splitlines()) for cell in line]
    assert len(cells) > 10
    assert [cell for cell in cells if re.match(r"[=+@\t]|-\D", cell)] == []
