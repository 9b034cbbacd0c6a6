"""A first visit is light: people pay for every kilobyte."""

from __future__ import annotations

import pytest

from tests.bench.weight import weigh
from tests.e2e.conftest import PHONE
from tests.e2e.kinds import FAIR, OPEN


@pytest.mark.parametrize("path", ["/", "/tantangan", OPEN, FAIR, f"{FAIR}/brief", "long board"])
def test_a_first_visit_needs_few_requests_and_bytes(site, open_page, path):
    weight = weigh(open_page(size=PHONE), site.long_board if path == "long board" else path)
    assert weight.requests <= 6, sorted(weight.sizes)
    assert weight.total <= 60_000, weight.sizes


def test_a_board_with_20_ideas_has_light_html(site, open_page):
    assert weigh(open_page(size=PHONE), site.long_board).html <= 10_000


def test_nothing_comes_from_another_host(site, open_page):
    for path in ("/", OPEN, "/masuk"):
        assert all(url.startswith(site.url) for url in weigh(open_page(), path).sizes)


def test_a_second_visit_takes_the_files_from_the_browser(site, open_context):
    context = open_context(size=PHONE)
    context.new_page().goto(OPEN, wait_until="networkidle")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    loaded, kept = [], []
    session.on("Network.requestServedFromCache", lambda event: kept.append(event["requestId"]))
    session.on("Network.responseReceived", lambda event: loaded.append(event))
    page.goto(FAIR, wait_until="networkidle")
    statics = [event for event in loaded if "/static/" in event["response"]["url"]]
    fetched = [
        event["response"]["url"]
        for event in statics
        if not event["response"].get("fromDiskCache") and event["requestId"] not in kept
    ]
    assert len(statics) >= 3
    assert fetched == []
