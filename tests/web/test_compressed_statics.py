"""Static files are sent compressed to whoever reads that, with marks that hold."""

from __future__ import annotations

import gzip

import pytest

from ideaboard.config import ROOT
from tests.browser import Browser

ZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("name", ["ideaboard.css", "app.js", "icons.svg"])
def test_texts_are_compressed(browser: Browser, name: str) -> None:
    answer = browser.get(f"/static/{name}", headers=ZIP)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert gzip.decompress(answer.data) == (ROOT / "static" / name).read_bytes()
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br"])
def test_who_does_not_read_gzip_gets_the_file(browser: Browser, accepted: str) -> None:
    answer = browser.get("/static/app.js", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (ROOT / "static" / "app.js").read_bytes()
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_compressed_file_is_known_again(browser: Browser) -> None:
    first = browser.get("/static/app.js", headers=ZIP)
    again = browser.get("/static/app.js", headers=ZIP | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["ETag"].startswith("W/")


def test_a_part_of_a_file_is_a_part_of_the_file_itself(browser: Browser) -> None:
    answer = browser.get("/static/app.js", headers=ZIP | {"Range": "bytes=0-9"})
    assert (answer.status_code, answer.data) == (206, (ROOT / "static" / "app.js").read_bytes()[:10])
    assert "Content-Encoding" not in answer.headers
