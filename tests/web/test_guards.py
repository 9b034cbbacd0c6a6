"""Writes come from our own pages and from signed-in people; `next` stays on this site."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ideaboard.web.guards import safe_next
from tests.browser import Browser
from tests.factories import make_user


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": ""}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://jahat.example"}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "https://jahat.example"}, False),
        ({"Origin": "http://localhost.jahat.example"}, False),
        ({"Origin": "http://localhost:8080"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({"Origin": "http://[broken"}, False),
        ({"Referer": "https://jahat.example/"}, True),  # says nothing: the token decides
    ],
)
def test_a_write_must_come_from_our_own_pages(probe, headers, allowed):
    assert probe.post("/uji/terbuka", headers=headers).status_code == (200 if allowed else 403)


def test_a_page_may_be_opened_from_anywhere(probe):
    assert probe.get("/uji", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_write_without_a_token_is_refused(probe):
    assert probe.post("/uji/terbuka", {"csrf_token": ""}).status_code == 403


def test_a_token_of_another_browser_is_refused(probe, probe_app):
    token = Browser(probe_app)._csrf()
    assert probe.post("/uji/terbuka", {"csrf_token": token}).status_code == 403


def test_a_token_in_a_header_does_as_well(probe):
    assert probe.post("/uji/terbuka", {"csrf_token": ""}, headers={"X-CSRFToken": probe._csrf()}).status_code == 200


def test_a_visitor_may_call_public_handlers_only(probe):
    assert probe.post("/uji/terbuka").status_code == 200
    assert probe.post("/uji/tertutup").status_code == 401


def test_a_signed_in_person_may_call_the_others(probe):
    assert probe.sign_in(make_user()).post("/uji/tertutup").status_code == 200


def test_a_private_page_sends_a_visitor_to_sign_in_and_back(probe):
    answer = probe.get("/uji/pribadi?a=1")
    assert answer.status_code == 303
    assert answer.location == "/masuk?next=/uji/pribadi?a%3D1"


def test_a_private_page_opens_for_a_signed_in_person(probe):
    assert "Rina" in probe.sign_in(make_user("Rina")).get("/uji/pribadi").text


def test_an_ended_session_is_a_visitor(probe, probe_app):
    from sqlalchemy import delete

    from ideaboard.accounts.models import UserSession
    from ideaboard.extensions import db
    from tests.database import write

    probe.sign_in(make_user())
    write(lambda: db.session.execute(delete(UserSession)))
    assert probe.post("/uji/tertutup").status_code == 401


@pytest.mark.parametrize("number", [0, 1, 2**31, 2**63 - 1])
def test_a_number_that_a_column_holds_reaches_the_handler(probe, number):
    assert probe.get(f"/uji/nomor/{number}").status_code == 200


@pytest.mark.parametrize("number", [2**63, 10**40, "1e3", "-1", "٣x"])
def test_any_other_number_leads_nowhere(probe, number):
    assert probe.get(f"/uji/nomor/{number}").status_code == 404


@pytest.mark.parametrize("path", ["/uji%00", "/uji/masalah/a%00b", "/uji?kata=%00", "/uji?%00=1"])
def test_an_address_with_a_nul_is_refused(probe, path):
    assert probe.get(path).status_code == 400


def test_a_percent_sign_before_two_zeros_is_no_nul(probe):
    assert probe.get("/uji?kata=%2500").status_code == 200


SITE = "https://ide.example/masuk"


@pytest.mark.parametrize(
    "inside",
    ["/", "/tantangan", "/i/42-keripik?urut=baru#komentar", "/cari?q=a%20b", "/t/x?next=https://x.example"],
)
def test_a_path_on_this_site_is_kept(inside):
    assert safe_next(inside) == inside


@pytest.mark.parametrize(
    "outside",
    [
        *(None, "", "tantangan", "//jahat.example", "///jahat.example", "/\\jahat.example", "\\\\jahat.example"),
        *("https://jahat.example", "https:jahat.example", "https:/jahat.example", "javascript:alert(1)", "data:,x"),
        *("/\t/jahat.example", "/\n/jahat.example", "\t//jahat.example", " //jahat.example", "/ /jahat.example"),
        *("/\r\nSet-Cookie: a=b", "/\0", "//[", "http://[", "?a=b", "#a", "@jahat.example", "/\\\t/jahat.example"),
        *(
            "\u3000//jahat.example",
            "HTTPS://jahat.example",
            "//jahat.example\\@ide.example",
            "//user@jahat.example",
        ),
    ],
)
def test_anything_else_means_the_home_page(outside):
    assert safe_next(outside) == "/"


def as_browser(location: str) -> str:
    """Return the host a browser goes to: it drops tabs and line ends, and reads \\ as /."""
    cleaned = location.strip("".join(map(chr, range(33)))).translate(dict.fromkeys(map(ord, "\t\r\n")))
    return urlsplit(urljoin(SITE, cleaned.replace("\\", "/"))).netloc


@given(st.text(alphabet="/\\:.@?#%\t\n\r \x00ahtps\u3000[]-", max_size=12) | st.text(max_size=20))
@example("/\\/jahat.example")
@example("/./\\jahat.example")
def test_no_value_leads_to_another_host(target):
    assert as_browser(safe_next(target)) == "ide.example"
    assert safe_next(safe_next(target)) == safe_next(target)
