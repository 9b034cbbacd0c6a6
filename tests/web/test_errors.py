"""Every error is a page or a fragment with a sentence, and nothing typed is lost."""

from __future__ import annotations

import io
import sqlite3

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ideaboard.extensions import db
from ideaboard.web.errors import SENTENCES
from tests.browser import Browser
from tests.factories import make_user

CODES = sorted(set(SENTENCES) - {401})


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page(probe, code):
    answer = probe.get(f"/uji/kode/{code}")
    assert answer.status_code == code
    assert "<html" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert "<h1>" in answer.text


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_fragment(probe, code):
    answer = probe.get(f"/uji/kode/{code}", htmx=True)
    assert answer.status_code == code
    assert "<html" not in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(("code", "shown"), [(410, "400"), (418, "400"), (501, "500")])
def test_a_rare_code_has_the_sentence_of_its_kind(probe, code, shown):
    answer = probe.get(f"/uji/kode/{code}?bahasa=en")
    assert answer.status_code == code
    assert {"400": "not complete", "500": "Our fault"}[shown] in answer.text


def test_an_unknown_address_is_not_found(probe):
    assert probe.get("/tidak/ada").status_code == 404
    assert probe.get("/tidak/ada", htmx=True).status_code == 404


def test_a_wrong_method_says_which_are_right(probe):
    answer = probe.post("/uji")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(("name", "code"), [("not-allowed", 403), ("wrong-state", 409), ("too-fast", 429)])
def test_a_refusal_of_a_service_shows_its_own_sentence(probe, name, code):
    for htmx in (True, False):
        answer = probe.get(f"/uji/masalah/{name}", htmx=htmx)
        assert answer.status_code == code
        assert {403: "Bukan usaha Anda.", 409: "Sudah ditutup.", 429: "Tunggu."}[code] in answer.text


def test_too_fast_says_when_to_come_back(probe):
    assert probe.get("/uji/masalah/too-fast").headers["Retry-After"] == "91"


def test_a_bug_is_our_fault_and_tells_nothing(live_app):
    answer = Browser(live_app).get("/uji/rusak")
    assert answer.status_code == 500
    assert "rahasia" not in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_a_bug_leaves_the_reader_signed_in(live_app):
    browser = Browser(live_app).sign_in(make_user("Rina"))
    assert browser.get("/uji/rusak").status_code == 500
    assert browser.get("/uji/pribadi").status_code == 200


# A session or token that ran out


def test_a_stale_token_gives_the_form_back_with_everything_typed(probe):
    long_text = "Bumbu tabur " * 20
    typed = {"csrf_token": "lama", "title": "Sambal <seruit>", "body": long_text, "pictures": ["a1", "b2"]}
    answer = probe.post("/uji/terbuka?dari=sini", typed)
    assert answer.status_code == 403
    assert 'action="/uji/terbuka?dari=sini"' in answer.text
    assert "Sambal &lt;seruit&gt;" in answer.text
    assert f">{long_text}</textarea>" in answer.text
    assert answer.text.count('name="pictures"') == 2
    assert 'value="lama"' not in answer.text


def test_what_was_typed_is_shown_and_what_the_form_carries_is_not(probe):
    typed = {"csrf_token": "lama", "title": "Sambal seruit", "next": "/t/" + "x" * 80, "sector": "food"}
    answer = probe.post("/uji/terbuka", typed)
    assert ">Sambal seruit</textarea>" in answer.text
    assert answer.text.count("<textarea") == 1
    assert 'name="next" value="/t/xxx' in answer.text


def test_a_picture_that_came_with_it_must_be_chosen_again(probe):
    def say_so(files):
        answer = probe.post("/uji/terbuka?bahasa=en", {"csrf_token": "lama", "body": "isi", **files})
        return "must be chosen again" in answer.text

    assert say_so({"pictures": (io.BytesIO(b"x"), "a.png")})
    assert not say_so({"pictures": (io.BytesIO(b""), "")})


def test_the_form_given_back_can_be_sent(probe):
    import re

    answer = probe.post("/uji/terbuka", {"csrf_token": "lama", "body": "isi"})
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.text).group(1)
    assert probe.post("/uji/terbuka", {"csrf_token": token, "body": "isi"}).status_code == 200


@pytest.mark.parametrize("name", ["password", "new_password", "current_password", "password_again"])
def test_a_password_is_never_given_back(probe, name):
    assert "sangat-rahasia" not in probe.post("/uji/tertutup", {name: "sangat-rahasia", "a": "b"}).text


def test_a_form_from_another_site_is_not_given_back(probe):
    answer = probe.post("/uji/terbuka", {"body": "jahat"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "jahat" not in answer.text


def test_a_write_after_the_session_ended_keeps_what_was_typed(probe):
    answer = probe.post("/uji/tertutup", {"body": "Tulisan panjang saya"})
    assert answer.status_code == 401
    assert "Tulisan panjang saya" in answer.text
    assert "/masuk" in answer.text


def test_htmx_is_sent_to_sign_in_and_back_to_its_page(probe):
    answer = probe.post("/uji/tertutup", htmx=True, headers={"HX-Current-URL": "http://localhost/t/rasa?a=1"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/masuk?next=/t/rasa?a%3D1"


@pytest.mark.parametrize("page", ["https://jahat.example/x", "http://[", "", "javascript:alert(1)"])
def test_htmx_on_a_page_that_is_not_ours_is_sent_to_sign_in_only(probe, page):
    answer = probe.post("/uji/tertutup", htmx=True, headers={"HX-Current-URL": page})
    assert answer.headers["HX-Redirect"] == "/masuk"


def test_htmx_with_a_stale_token_gets_a_fragment(probe):
    answer = probe.post("/uji/terbuka", {"csrf_token": "lama", "body": "x"}, htmx=True)
    assert answer.status_code == 403
    assert "<html" not in answer.text


# Too large, or broken


@pytest.mark.parametrize("path", ["/uji/terbuka", "/uji/tertutup"])
@pytest.mark.parametrize("token", [None, "lama"])
def test_a_form_that_is_too_large_is_413(probe, path, token):
    fields = {"body": "x" * 300_000} | ({"csrf_token": token} if token else {})
    assert probe.post(path, fields, content_type="multipart/form-data").status_code == 413


def test_an_upload_that_is_too_large_is_413(make_probe_app):
    browser = Browser(make_probe_app(MAX_CONTENT_LENGTH=10_000))
    answer = browser.post("/uji/terbuka", {"pictures": (io.BytesIO(b"x" * 20_000), "besar.jpg")})
    assert answer.status_code == 413


def test_too_many_parts_are_413(probe):
    fields = {f"field{n}": "x" for n in range(150)}
    assert probe.post("/uji/terbuka", fields, content_type="multipart/form-data").status_code == 413


def test_a_broken_multipart_body_is_no_bug(probe):
    answer = probe.client.post(
        "/uji/terbuka", data=b"--x\r\nbroken", content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code in (400, 403)


# The database


@pytest.fixture
def locked(live_app):
    """Hold SQLite's write lock from outside, and let nobody wait for it."""
    from sqlalchemy import event

    with live_app.app_context():
        engine = db.engine
        engine.dispose()
    event.listen(engine, "connect", _impatient)
    other = sqlite3.connect(engine.url.database)
    other.execute("BEGIN IMMEDIATE")
    yield live_app
    other.rollback()
    other.close()
    event.remove(engine, "connect", _impatient)
    engine.dispose()


def _impatient(connection, record) -> None:
    connection.execute("PRAGMA busy_timeout=50")


def test_a_locked_database_is_503_with_a_time_to_come_back(locked):
    for htmx in (False, True):
        answer = Browser(locked).get("/uji/tulis", htmx=htmx)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_pages_are_read_while_the_database_is_locked(locked):
    assert Browser(locked).get("/uji").status_code == 200


@pytest.mark.parametrize("path", ["/uji/tulis", "/uji/nomor/1", "/uji/pribadi"])
def test_without_a_database_there_is_still_an_error_page(live_app, monkeypatch, path):
    browser = Browser(live_app).sign_in(make_user("Rina"))
    with live_app.app_context():
        engine = db.engine
        engine.dispose()
    monkeypatch.setattr(engine.pool, "_creator", _gone)
    monkeypatch.setattr(engine.dialect, "connect", _gone)
    answer = browser.get(path)
    assert answer.status_code == 503
    assert "<html" in answer.text


def _gone(*args, **kwargs):
    raise sqlite3.OperationalError("unable to open database file")


def test_a_used_up_pool_is_503(live_app, monkeypatch):
    monkeypatch.setitem(live_app.view_functions, "probe.page", _no_connection)
    assert Browser(live_app).get("/uji").status_code == 503


def _no_connection() -> None:
    raise PoolTimeout


# Host names


def test_an_unknown_host_name_gets_a_plain_answer(make_probe_app):
    app = make_probe_app(TRUSTED_HOSTS=["ide.example"])
    client = app.test_client()
    for method in (client.get, client.post):
        answer = method("/uji", headers={"Host": "jahat.example"})
        assert answer.status_code == 400
        assert answer.mimetype == "text/plain"
    assert client.get("/uji", headers={"Host": "ide.example"}).status_code == 200
