"""Rules, privacy and robots.txt."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser import Browser
from tests.database import statements
from tests.factories import make_challenge, make_idea, make_user

PAGES = ["/tata-tertib", "/privasi"]
WORDS = {
    ("/tata-tertib", "id"): "Tata tertib",
    ("/tata-tertib", "en"): "Short, so that everyone can keep them.",
    ("/privasi", "id"): "UU 27/2022",
    ("/privasi", "en"): "Reading needs no account.",
}


@pytest.mark.parametrize(("path", "language"), WORDS)
def test_a_page_is_there_in_both_languages(browser: Browser, path: str, language: str) -> None:
    page = browser.get(f"{path}?bahasa={language}")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert WORDS[path, language] in page.text


@pytest.mark.parametrize("path", PAGES)
def test_the_languages_say_it_in_their_own_words(browser: Browser, path: str) -> None:
    own, other = (browser.get(f"{path}?bahasa={language}").text for language in ("id", "en"))
    sentences = [line.strip() for line in other.splitlines() if line.strip().startswith(("<p>", "<li>", "<h2>"))]
    same = [line for line in sentences if line in own and "ideaboard" not in line]
    assert sentences
    assert same == []


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_reads_it_without_the_database(browser: Browser, path: str) -> None:
    with statements() as seen:
        assert browser.get(path).status_code == 200
    assert seen == []


def test_privacy_names_the_age(browser: Browser) -> None:
    assert str(browser.app.config["MIN_AGE"]) in browser.get("/privasi").text


def test_every_page_leads_to_both(browser: Browser) -> None:
    page = browser.get("/").text
    assert all(f'href="{path}"' in page for path in PAGES)


def test_robots_is_plain_text(browser: Browser) -> None:
    answer = browser.get("/robots.txt")
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.startswith("User-agent: *\n")


def _closed(browser: Browser) -> tuple[str, ...]:
    lines = browser.get("/robots.txt").text.splitlines()
    return tuple(line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: "))


@pytest.mark.parametrize(
    "path", ["/masuk", "/daftar", "/akun/sandi", "/admin/orang", "/konfirmasi/x", "/undangan/x"]
)
def test_robots_stay_out_of_accounts(browser: Browser, path: str) -> None:
    assert path.startswith(_closed(browser))


def test_robots_read_what_visitors_read(browse: Callable[..., Browser]) -> None:
    author, challenge = make_user(), make_challenge()
    idea = make_idea(challenge, author)
    paths = ["/", "/tantangan", challenge.path, idea.path, f"/u/{author.handle}", *PAGES]
    assert not any(path.startswith(_closed(browse())) for path in paths)
