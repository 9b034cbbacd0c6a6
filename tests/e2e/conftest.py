"""Fixtures: a site with the demo, and browsers as people have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from ideaboard.accounts.models import User
from tests import services
from tests.e2e.site import Site

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
# The browser tells of every answer that refuses something; tests look at those themselves.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
expect.set_options(timeout=30_000)  # Waiting ends when it is so: only a failure takes as long.


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, served."""
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.stop()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's chromium."""
    browser = playwright.chromium.launch(executable_path=services.chromium(), args=[*FLAGS, "--disable-sync"])
    yield browser
    browser.close()


@pytest.fixture
def open_context(site: Site, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Return new browser contexts: as a visitor or signed in, with or without a script, of any size."""
    contexts: list[BrowserContext] = []

    def new(user: User | None = None, *, script: bool = True, size: dict[str, int] = PHONE, **options: Any) -> Any:
        headers = {} if script else {"X-No-Script": "1"}
        context = chromium.new_context(
            base_url=site.url,
            viewport=size,
            java_script_enabled=script,
            locale=options.pop("locale", "id-ID"),
            extra_http_headers=headers,
            **options,
        )
        context.set_default_timeout(30_000)
        if user is not None:
            context.add_cookies([site.session_cookie(user)])
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(open_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Return new pages; whatever a page complains about (scripts, CSP, missing files) fails the test."""
    complaints: list[str] = []

    def new(user: User | None = None, *, expects: str = "$^", **options: Any) -> Page:
        page = open_context(user, **options).new_page()

        def note(text: str) -> None:
            if not EXPECTED.search(text) and not re.search(expects, text):
                complaints.append(f"{page.url}: {text}")

        page.on("pageerror", lambda error: note(str(error)))
        page.on("console", lambda line: note(line.text) if line.type == "error" else None)
        return page

    yield new
    assert complaints == []


@pytest.fixture
def visit(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Return pages opened in a browser without JavaScript."""

    def go(path: str, user: User | None = None) -> Page:
        page = open_page(user, script=False)
        page.goto(path)
        return page

    return go
