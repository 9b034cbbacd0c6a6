"""Addresses and forms are text in bounded amounts before any handler reads them."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideaboard.web.incoming import LONGEST_QUERY, MOST_FIELDS
from tests.browser import Browser
from tests.effort import effort

FORM = "application/x-www-form-urlencoded"


def send(probe: Browser, data: bytes, kind: str = FORM):
    return probe.client.post(
        "/uji/terbuka", data=data, content_type=kind, headers={"X-CSRFToken": probe._csrf(), "Accept": "*/*"}
    )


@pytest.mark.parametrize("path", ["/uji?kata=%ff", "/uji?%ff=1", "/uji?kata=%ed%a0%80"])
def test_a_query_that_is_no_text_is_refused(probe, path):
    assert probe.get(path).status_code == 400


@pytest.mark.parametrize("path", [b"/uji\xff", b"/\xc3(", b"/uji\xed\xa0\x80", b"/uji\0"])
def test_a_path_that_is_no_text_is_refused(probe, path):
    answer = probe.client.get("/uji", environ_overrides={"PATH_INFO": path.decode("latin-1")})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path", ["/uji?kata=%C3%A9", "/uji?kata=%F0%9F%8D%8C", "/uji?kata=a&kata=b", "/uji?kata[]=a"]
)
def test_any_text_in_an_address_is_read(probe, path):
    assert probe.get(path).status_code == 200


def test_an_endless_query_is_refused_and_not_repeated(probe):
    longest = "/uji?kata=" + "a" * (LONGEST_QUERY - len("kata="))
    assert probe.get(longest).status_code == 200
    refused = probe.get(longest + "a")
    assert refused.status_code == 414
    assert "aaaa" not in refused.text


@pytest.mark.parametrize("data", [b"kata=%ff", b"\xff=1", b"kata=\xff", b"kata=%00", b"%00=1", b"kata=%ed%a0%80"])
def test_a_form_that_is_no_text_is_refused(probe, data):
    assert send(probe, data).status_code == 400


def test_a_nul_in_a_form_with_files_is_refused(probe):
    data = b'--b\r\nContent-Disposition: form-data; name="kata"\r\n\r\na\0b\r\n--b--\r\n'
    assert send(probe, data, "multipart/form-data; boundary=b").status_code == 400


@pytest.mark.parametrize("data", [b"", b"kata=a&kata=b", b"kata[]=a", b"=", b"&&", b"kata=%C3%A9+b", b"kata=100%"])
def test_odd_forms_are_read(probe, data):
    assert send(probe, data).status_code == 200


def test_a_form_of_countless_fields_is_refused_at_once(probe):
    assert send(probe, b"&".join([b"a=1"] * MOST_FIELDS)).status_code == 200
    countless = b"&".join([b"a=1"] * 1_000_000)
    assert send(probe, countless).status_code == 413
    assert effort(lambda: send(probe, countless), 0.5) < 0.5  # it took six seconds and made a page of 49 MB


def test_a_plain_form_may_be_as_large_as_one_with_files(probe, probe_app):
    most = probe_app.config["MAX_FORM_MEMORY_SIZE"]
    assert send(probe, b"kata=" + b"a" * (most - 5)).status_code == 200
    assert send(probe, b"kata=" + b"a" * (most - 4)).status_code == 413


@pytest.mark.parametrize(("data", "code"), [(b"kata=%ff", 400), (b"&" * 10_000, 413)])
def test_a_bad_form_without_a_token_is_refused_too(probe, data, code):
    assert probe.client.post("/uji/terbuka", data=data, content_type=FORM).status_code == code


def test_a_cookie_that_is_no_text_is_as_good_as_absent(probe):
    answer = probe.client.get("/uji", headers={"Cookie": "session=\xff\xfe; bahasa=\xff"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


@given(st.binary(max_size=40))
def test_no_query_is_our_fault(one_probe_app, data):
    query = "".join(f"%{byte:02x}" for byte in data)
    answer = one_probe_app.test_client().get("/uji?kata=" + query)
    try:
        good = "\0" not in unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        good = False
    assert answer.status_code == (200 if good else 400)
