"""The page of numbers for everybody, its table, and the one for moderators."""

from __future__ import annotations

import csv
import io
import re

import pytest

from ideaboard.audit.heads.service import publish_head
from tests.database import context
from tests.factories import make_user
from tests.moderation.numbers.test_numbers import decided

EN = "?bahasa=en"


def test_everybody_reads_it_and_every_page_leads_there(app, browser):
    assert 'href="/transparansi"' in browser.get("/bantuan").text
    page = browser.get(f"/transparansi{EN}")
    assert page.status_code == 200
    assert "Nothing was decided in this time" in page.text


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_name_stands_on_it(dewi, browser, language):
    idea, _ = decided(dewi, "keep")
    with context():
        publish_head()
    page = browser.get(f"/transparansi?bahasa={language}").text
    assert "Dewi" not in page
    assert idea.title not in page


def test_every_chart_is_a_picture_with_words_and_a_table(dewi, browser):
    decided(dewi)
    page = browser.get(f"/transparansi{EN}").text
    pictures = re.findall(r'<svg[^>]* role="img" aria-label="([^"]+)"', page)
    assert len(pictures) == page.count('class="chart-table"') == 3
    assert any("Advertising or spam: 1" in words for words in pictures)
    assert "style=" not in page


def test_the_hash_of_the_day_is_published(dewi, browser):
    decided(dewi)
    with context():
        head = publish_head()
    assert head.hash in browser.get("/transparansi").text


def test_the_table_holds_the_same(dewi, browser):
    decided(dewi)
    answer = browser.get("/transparansi.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert {"measure": "decisions", "of": "spam", "detail": "remove", "value": "1", "n": "1"} in lines
    assert sum(line["measure"] == "cases_opened" for line in lines) == 12


def test_moderators_see_more(dewi, browse, browser):
    decided(dewi)
    assert browser.get("/moderasi/angka").location.startswith("/masuk")
    assert browse(make_user()).get("/moderasi/angka").status_code == 403
    page = browse(dewi).get(f"/moderasi/angka{EN}").text
    for words in ("Your own decisions", "Time by topic", "Each signal"):
        assert words in page
