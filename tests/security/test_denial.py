"""No input of allowed size keeps the server busy; what is larger is refused at once."""

from __future__ import annotations

import itertools

import pytest
from flask import Flask

from tests.bench.pathological import MOST_CPU, MOST_MEMORY, MOST_OUTPUT, cost_of, families, render
from tests.browser import Browser
from tests.database import on_sqlite
from tests.effort import effort
from tests.factories import make_challenge, make_idea, make_user
from tests.ideas.forms import filled, form_path

# Every seventieth of the first 2,000; tests/bench/pathological.py measures all of them and more.
SOME = list(itertools.islice(families(), 0, 2000, 70))


@pytest.mark.parametrize("number", range(len(SOME)))
def test_no_text_is_slow_or_grows(number: int) -> None:
    cost = cost_of(SOME[number], memory=number % 5 == 0)
    assert effort(lambda: render(SOME[number]), MOST_CPU) < MOST_CPU
    assert cost.memory < MOST_MEMORY
    assert cost.output < MOST_OUTPUT


def test_the_texts_are_as_long_as_a_form_allows() -> None:
    from ideaboard.challenges.wizard.problem_form import BRIEF
    from tests.bench.pathological import LONGEST

    assert BRIEF[1] == LONGEST
    assert {len(text) for text in SOME} == {LONGEST}


# Long strings for whatever looks at them with a pattern.
LONG = {
    "one word": "a" * 7000,
    "an address": "a@" * 3500,
    "a site": "http://" + "a." * 3000,
    "signs": "-_." * 2300,
    "accents": "e\u0301" * 1100,
    "capitals": "\u0130" * 1100,
    "blanks": " \u3000" * 1500 + "x",
    "digits": "0812-" * 1400,
    "joined": "\U0001f468\u200d" * 900,
}


@on_sqlite
@pytest.mark.parametrize("name", LONG)
def test_no_long_string_is_looked_at_for_long(app: Flask, name: str) -> None:
    text, browser = LONG[name], Browser(app)
    fields = dict.fromkeys(("email", "name", "handle", "password", "q", "body", "title", "city"), text)
    for ask in (
        lambda: browser.get("/cari", query_string={"q": text[:800]}),
        lambda: browser.post("/daftar", fields),
        lambda: browser.post("/lupa-sandi", fields),
        lambda: browser.get("/" + text[:500]),
    ):
        assert ask().status_code < 500
        assert effort(ask, 1) < 1  # 0.3 at most


@on_sqlite
def test_a_hostile_idea_is_answered_in_time(app: Flask) -> None:
    challenge = make_challenge()
    for unit in ("[a](<b ", "*a **b ", "> - ", "http://a@", "slot gacor 88 ", "0812 "):
        body = (unit * 4000)[:4000]

        def send(body: str = body) -> None:
            browser = Browser(app).sign_in(make_user())
            assert browser.post(form_path(challenge), filled(body=body)).status_code in (303, 422)

        assert effort(send, 2) < 2


PAGES = (
    "?setelah=x",
    "?setelah=" + "A" * 90,
    "?hal=1000000000",
    "?hal=-1",
    "?hal=NaN",
    "?hal=1e309",
    "?urut=x&acak=9e9",
)


@on_sqlite
@pytest.mark.parametrize("query", PAGES)
def test_no_page_number_is_expensive(app: Flask, query: str) -> None:
    idea, browser = make_idea(), Browser(app)
    for path in ("/", "/tantangan", "/cari", idea.path, f"{idea.path}/komentar", "/feed.atom", "/sitemap.xml"):
        answer = browser.get(path + query, follow_redirects=True)
        assert answer.status_code in (200, 400, 404)
        assert len(answer.data) < 200_000


@on_sqlite
def test_a_packed_body_is_not_unpacked(app: Flask) -> None:
    import gzip

    packed = gzip.compress(b"email=a&password=" + b"b" * 10_000_000)
    browser = Browser(app)
    headers = {"Content-Encoding": "gzip", "X-CSRFToken": browser._csrf()}
    kind = "application/x-www-form-urlencoded"

    def send() -> None:
        answer = browser.client.post("/masuk", data=packed, content_type=kind, headers=headers)
        assert answer.status_code in (400, 415)

    assert effort(send, 0.5) < 0.5
