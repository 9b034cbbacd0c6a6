"""Fixtures: a server of its own and browsers of people."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import waitress
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Playwright

from ideaboard.accounts.models import User
from ideaboard.app import create_app
from ideaboard.extensions import db
from tests import database, services
from tests.e2e.writing.steps import (
    FLAGS,
    cookie,
)
from tests.factories import make_challenge, make_user


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The app on a free port, with empty tables."""
    settings = {
        "SECRET_KEY": "a secret that only tests know, long enough",
        "SQLITE_SYNC": "NORMAL",
        "DB_PATIENCE": 60,
    }
    settings |= {"LOG_LEVEL": "CRITICAL", "THROTTLES": False}
    app = create_app({**settings, "INSTANCE": str(tmp_path_factory.mktemp("writing"))})
    with app.app_context():
        db.create_all()
    server: Any = waitress.create_server(app, host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=server.run, daemon=True).start()
    yield app, f"http://127.0.0.1:{server.effective_port}"
    server.close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def debian_chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=services.chromium(), args=[*FLAGS, "--disable-sync"])
    yield browser
    browser.close()


@pytest.fixture
def people(served, debian_chromium) -> Iterator[Callable[..., BrowserContext]]:
    """Return browsers of people, or of a visitor."""
    app, url = served
    database.use(app)
    contexts: list[BrowserContext] = []

    def new(user: User | None = None, *, script: bool = True, before: str = "") -> BrowserContext:
        size = {"width": 360, "height": 740}
        context = debian_chromium.new_context(
            base_url=url, viewport=size, java_script_enabled=script, locale="id-ID"
        )
        context.set_default_timeout(30_000)
        if before:
            context.add_init_script(before)
        if user is not None:
            context.add_cookies([cookie(app, url, user)])
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def author(people) -> User:
    return make_user()


@pytest.fixture
def form(people) -> str:
    """The address of an idea form."""
    return f"/t/{make_challenge().slug}/ide/baru"
