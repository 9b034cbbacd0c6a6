"""Static files carry their hash and are kept for good; any other hash is not."""

from __future__ import annotations

import re

import pytest

FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture
def address(probe):
    return re.search(r'href="(/static/ideaboard\.css\?v=[0-9a-f]{12})"', probe.get("/uji").text).group(1)


def test_a_page_names_static_files_with_their_hash(address):
    assert address


def test_a_file_with_its_hash_is_kept_for_good(probe, address):
    answer = probe.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == FOREVER
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("query", ["", "?v=", "?v=000000000000"])
def test_a_file_with_another_hash_is_not(probe, query):
    answer = probe.get(f"/static/ideaboard.css{query}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] != FOREVER


def test_a_changed_file_gets_another_address(probe_app, tmp_path, monkeypatch):
    from ideaboard.web.statics import static_hash

    monkeypatch.setattr(probe_app, "_static_folder", str(tmp_path))
    (tmp_path / "a.css").write_text("a")
    with probe_app.app_context():
        before = static_hash("a.css")
        (tmp_path / "a.css").write_text("b" * 10)
        assert static_hash("a.css") != before
        assert static_hash("none.css") is None


def test_a_file_that_is_missing_is_named_without_a_hash(probe_app):
    from flask import url_for

    with probe_app.test_request_context():
        assert url_for("static", filename="none.css") == "/static/none.css"


@pytest.mark.parametrize("path", ["../pyproject.toml", "..%2fpyproject.toml", "%2e%2e/config.py", "..\\app.py"])
def test_nothing_outside_the_folder_is_served(probe, path):
    assert probe.get(f"/static/{path}").status_code == 404


def test_a_known_file_is_answered_with_304(probe, address):
    etag = probe.get(address).headers["ETag"]
    assert probe.get(address, headers={"If-None-Match": etag}).status_code == 304
