"""The language: query, account, cookie, browser, default; the theme: account, cookie, device."""

from __future__ import annotations

import pytest

from ideaboard.web.locale import choose_locale, choose_theme
from tests.factories import make_user

INDONESIAN, ENGLISH = {"Accept-Language": "id"}, {"Accept-Language": "en-GB,en;q=0.9"}


def language(browser, path="/uji/bahasa", **kwargs) -> str:
    return browser.get(path, **kwargs).text


def test_by_default_it_is_indonesian(probe):
    assert language(probe) == "id"


def test_the_default_is_a_setting(make_probe_app):
    assert make_probe_app(LOCALE="en").test_client().get("/uji/bahasa").text == "en"


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        *(("en", "en"), ("en-US,en;q=0.9", "en"), ("id-ID,id;q=0.9,en;q=0.8", "id"), ("en;q=0.3,id;q=0.7", "id")),
        *(("jv,en;q=0.5", "en"), ("fr", "id"), ("", "id"), ("*", "id"), ("\x7f;;q=", "id")),
    ],
)
def test_the_browser_says_what_it_reads(probe, accepted, expected):
    assert language(probe, headers={"Accept-Language": accepted}) == expected


def test_the_cookie_beats_the_browser(probe):
    probe.client.set_cookie("bahasa", "en")
    assert language(probe, headers=INDONESIAN) == "en"


def test_the_account_beats_the_cookie(probe):
    probe.sign_in(make_user(locale="id")).client.set_cookie("bahasa", "en")
    assert language(probe, headers=ENGLISH) == "id"


def test_the_query_beats_the_account(probe):
    probe.sign_in(make_user(locale="id"))
    assert language(probe, "/uji/bahasa?bahasa=en") == "en"


@pytest.mark.parametrize("unknown", ["fr", "EN", "", "<b>"])
def test_a_language_we_do_not_have_is_as_if_not_asked(probe, unknown):
    probe.client.set_cookie("bahasa", unknown)
    answer = probe.get(f"/uji/bahasa?bahasa={unknown}")
    assert answer.text == "id"
    assert "Set-Cookie" not in answer.headers


def test_a_language_asked_for_by_link_is_remembered_on_this_device(probe):
    answer = probe.get("/uji/bahasa?bahasa=en")
    assert answer.headers.getlist("Set-Cookie")[0].startswith("bahasa=en;")
    assert len(answer.headers.getlist("Set-Cookie")) == 1
    assert language(probe) == "en"


def test_a_static_file_remembers_nothing(probe):
    assert "Set-Cookie" not in probe.get("/static/icon.svg?bahasa=en").headers


def test_the_page_says_its_language(probe):
    assert '<html lang="en"' in probe.get("/uji?bahasa=en").text


def test_the_theme_follows_the_device_unless_chosen(probe):
    assert "data-theme" not in probe.get("/uji").text
    probe.client.set_cookie("tema", "dark")
    assert 'data-theme="dark"' in probe.get("/uji").text


def test_the_theme_of_the_account_beats_the_cookie(probe):
    probe.sign_in(make_user(theme="light")).client.set_cookie("tema", "dark")
    assert 'data-theme="light"' in probe.get("/uji").text


def test_an_unknown_theme_is_ignored(probe):
    probe.client.set_cookie("tema", "neon")
    assert "data-theme" not in probe.get("/uji").text


def test_outside_a_request_the_default_holds(probe_app):
    with probe_app.app_context():
        assert (choose_locale(), choose_theme()) == ("id", "")
