"""Security and caching headers stand on every kind of answer."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.factories import make_user

EXPECTED_CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
KINDS = {
    "page": ("GET", "/uji", 200),
    "redirect": ("POST", "/uji/ubah", 303),
    "not found": ("GET", "/tidak-ada", 404),
    "refused": ("GET", "/uji/masalah/wrong-state", 409),
    "stale token": ("POST", "/uji/tertutup", 401),
    "wrong method": ("POST", "/uji", 405),
    "nul": ("GET", "/uji?a=%00", 400),
    "static": ("GET", "/static/icon.svg", 200),
    "static not found": ("GET", "/static/tidak-ada.css", 404),
    "health": ("GET", "/healthz", 200),
    "head": ("HEAD", "/uji", 200),
    "options": ("OPTIONS", "/uji", 200),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_carries_the_security_headers(probe, kind):
    method, path, code = KINDS[kind]
    send = probe.post if method == "POST" else lambda url: probe.client.open(url, method=method, buffered=True)
    answer = send(path)
    assert answer.status_code == code
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy == EXPECTED_CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Request-ID"]
    assert "Strict-Transport-Security" not in answer.headers


def test_a_crash_carries_them_too(live_app):
    answer = Browser(live_app).get("/uji/rusak")
    assert answer.status_code == 500
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_good_request_id_is_kept(probe):
    assert probe.get("/uji", headers={"X-Request-ID": "abc-12345"}).headers["X-Request-ID"] == "abc-12345"


@pytest.mark.parametrize("bad", ["short", "a" * 65, "with space 1", "<script>alert", "baris\u2028baru-1"])
def test_a_bad_request_id_is_replaced(probe, bad):
    headers = {"X-Request-ID": bad.encode("latin-1", "replace").decode("latin-1")}
    given = probe.get("/uji", headers=headers).headers["X-Request-ID"]
    assert given != headers["X-Request-ID"]
    assert len(given) == 16


def test_a_visitors_page_may_be_kept_but_is_asked_for_again(probe):
    answer = probe.get("/uji")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/uji/formulir", "/uji/kabar", "/uji/ingat", "/uji?bahasa=en"])
def test_a_page_that_sets_a_cookie_is_kept_nowhere(probe, path):
    answer = probe.get(path)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_signed_in_page_is_kept_nowhere(probe):
    answer = probe.sign_in(make_user()).get("/uji")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_an_answer_to_a_write_is_kept_nowhere(probe):
    assert probe.post("/uji/ubah").headers["Cache-Control"] == "private, no-store"


def test_the_session_cookie_is_lax_and_out_of_reach_of_scripts(probe):
    cookie = probe.get("/uji/ingat").headers["Set-Cookie"]
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert "Domain" not in cookie


@pytest.fixture
def production(make_probe_app):
    app = make_probe_app(BASE_URL="https://ide.example", SECRET_KEY="p" * 40)
    return Browser(app)


def at(path: str) -> dict[str, str]:
    return {"path": path, "base_url": "https://ide.example"}


def test_in_production_the_cookie_is_bound_to_the_host(production):
    cookie = production.client.get(**at("/uji/ingat")).headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "; Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_in_production_the_language_cookie_is_secure(production):
    assert "; Secure" in production.client.get(**at("/uji?bahasa=en")).headers["Set-Cookie"]


def test_in_production_browsers_are_told_to_stay_with_https(production):
    assert "max-age=63072000" in production.client.get(**at("/uji")).headers["Strict-Transport-Security"]


def test_in_production_another_host_name_is_refused(production):
    assert production.client.get("/uji", base_url="https://jahat.example").status_code == 400


def test_behind_a_proxy_the_reader_is_the_one_it_names(make_probe_app):
    from ideaboard.web.signing import network

    app = make_probe_app(PROXIES=1)
    app.view_functions["probe.page"] = network
    headers = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9"}
    assert app.test_client().get("/uji", headers=headers).text == "203.0.113.9"


def test_without_a_proxy_nobody_names_their_own_network(make_probe_app):
    from ideaboard.web.signing import network

    app = make_probe_app()
    app.view_functions["probe.page"] = network
    assert app.test_client().get("/uji", headers={"X-Forwarded-For": "203.0.113.9"}).text == "127.0.0.1"
