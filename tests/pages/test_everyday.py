"""The everyday pages: help, about, rules, privacy; and the ways to share."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser import Browser
from tests.factories import make_business, make_challenge, make_idea

PAGES = ["/bantuan", "/tentang", "/tata-tertib", "/privasi"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_everyday_page_speaks_both_languages(browser: Browser, path: str, language: str) -> None:
    answer = browser.get(path, headers={"Accept-Language": language})
    assert (answer.status_code, f'<html lang="{language}"' in answer.text) == (200, True)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_every_footer_leads_there(browser: Browser, path: str) -> None:
    assert f'<li><a href="{path}">' in browser.get("/").text


@pytest.mark.parametrize("path", PAGES)
def test_no_link_of_an_everyday_page_is_dead(browser: Browser, path: str) -> None:
    page = browser.get(path).text
    for link in set(re.findall(r'<a [^>]*href="([/#][^"]*)"', page)):
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in page, link
        else:
            assert browser.get(html.unescape(link)).status_code in (200, 302, 303, 401), link


def shared_text(page: str) -> str:
    link = re.search(r'href="(https://wa\.me/[^"]+)"', page)
    assert link
    return parse_qs(urlsplit(html.unescape(link[1])).query)["text"][0]


def test_whatsapp_gets_a_sentence_and_the_address(browser: Browser) -> None:
    business = make_business(name="Keripik & Ani")
    challenge = make_challenge(business, title="Rasa & aroma #1")
    text = shared_text(browser.get(challenge.path).text)
    assert text.startswith("Keripik & Ani bertanya: “Rasa & aroma #1”.")
    assert text.endswith(f" http://127.0.0.1:8000{challenge.path}")


def test_an_idea_is_shared_with_its_own_address(browser: Browser) -> None:
    idea = make_idea()
    text = shared_text(browser.get(idea.path).text)
    assert idea.title in text
    assert text.endswith(f" http://127.0.0.1:8000{idea.path}")


def test_a_closed_challenge_asks_for_no_ideas(browser: Browser) -> None:
    assert "Kirim ide" not in shared_text(browser.get(make_challenge(stage="review").path).text)


def test_sharing_by_the_device_waits_for_the_script(browser: Browser) -> None:
    button = re.search(r"<button[^>]*data-share=[^>]*>", browser.get(make_challenge().path).text)
    assert button
    assert button[0].endswith(" hidden>")
