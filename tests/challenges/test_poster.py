"""The poster and its short link."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
import segno

from ideaboard.challenges.poster_routes import qr_of
from ideaboard.challenges.short_links import code_of, id_of
from ideaboard.posts.models import DRAFT, HELD
from tests.browser import Browser
from tests.challenges.qr_reading import modules, text_of
from tests.factories import make_challenge, make_fair_challenge, make_user

Browse = Callable[..., Browser]


@pytest.mark.parametrize("ident", [1, 28, 29, 31, 32, 1023, 20_000, 1_000_000, 2**40, 2**63 - 1])
def test_a_code_stands_for_its_id(ident: int) -> None:
    assert id_of(code_of(ident)) == id_of(code_of(ident).upper()) == ident


def test_codes_are_short_and_never_alike() -> None:
    codes = [code_of(ident) for ident in range(1, 5000)]
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {4}


def test_a_slip_of_the_finger_leads_nowhere() -> None:
    code = code_of(4711)
    signs = "0123456789abcdefghjkmnpqrstvwxyz"
    slips = {code[:n] + sign + code[n + 1 :] for n in range(len(code)) for sign in signs} - {code}
    swaps = {code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(len(code) - 2)} - {code}
    # A sign that is 29 places away cannot be told; that is one in two hundred.
    assert sum(id_of(slip) is not None for slip in slips) <= 4
    assert [id_of(swap) for swap in swaps] == [None] * len(swaps)


@pytest.mark.parametrize("code", ["", "0", "0000", "uuuu", "x" * 40, "../..", "%00", "é123", "²222"])
def test_what_is_no_code_is_not_found(browser: Browser, code: str) -> None:
    assert id_of(code) is None
    assert browser.get(f"/x/{code}").status_code in (400, 404)


def test_the_short_link_leads_to_the_board_for_good(browser: Browser) -> None:
    challenge = make_challenge()
    answer = browser.get(f"/x/{code_of(challenge.id)}")
    assert (answer.status_code, answer.location) == (301, challenge.path)


@pytest.mark.parametrize("status", [DRAFT, HELD])
def test_a_challenge_that_is_not_public_has_neither(browse: Browse, status: str) -> None:
    challenge = make_challenge(owner=(owner := make_user()), status=status)
    for path in (f"/x/{code_of(challenge.id)}", f"/t/{challenge.slug}/poster"):
        assert browse().get(path).status_code == 404
        assert browse(owner).get(path).status_code in (200, 301)


def test_the_poster_shows_what_is_asked_and_the_address(browser: Browser) -> None:
    challenge = make_challenge()
    page = browser.get(f"/t/{challenge.slug}/poster").text
    for text in (challenge.title, "Rp1.250.000", f"127.0.0.1:8000/x/{code_of(challenge.id)}", "<svg"):
        assert text in page
    assert f'href="/t/{challenge.slug}/poster"' in browser.get(challenge.path).text


def test_the_poster_tells_no_counts(browser: Browser) -> None:
    challenge = make_fair_challenge(voter_count=987_654)
    page = browser.get(f"/t/{challenge.slug}/poster").text
    assert not re.search(r"987.?654", page)


def test_the_code_is_drawn_without_styles() -> None:
    drawn = ElementTree.fromstring(qr_of("https://ide.example/x/00ab"))
    assert drawn.get("viewBox")
    assert not [part for part in drawn.iter() if part.get("style") or part.get("class")]


@pytest.mark.parametrize("host", ["http://a", "https://ide.example", f"https://{'i' * 20}.id"])
def test_a_scanner_reads_the_address_and_nothing_else(host: str) -> None:
    address = f"{host}/x/00ab"
    assert text_of(modules(qr_of(address))) == address


def test_the_code_on_the_poster_is_the_short_link(browser: Browser) -> None:
    challenge = make_challenge()
    address = f"http://127.0.0.1:8000/x/{code_of(challenge.id)}"
    [drawn] = re.findall(r"<svg[^>]*viewBox.*?</svg>", browser.get(f"/t/{challenge.slug}/poster").text, re.DOTALL)
    seen = modules(drawn)
    assert text_of(seen) == address
    assert seen == [[bool(module) for module in row] for row in segno.make(address, error="m", micro=False).matrix]


def test_the_code_is_large_enough_on_paper(browser: Browser) -> None:
    side = len(modules(qr_of("http://127.0.0.1:8000/x/0011"))) + 8
    assert 57 / side > 0.8  # mm a module: the column is 46 % of 124 mm; scanners want half a millimetre
