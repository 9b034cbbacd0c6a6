"""The demo as it stands in production: https, secure cookies, own secret, errors that become answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from ideaboard.app import create_app
from ideaboard.demo.loader import load_demo
from ideaboard.extensions import db
from tests import database
from tests.conftest import test_settings
from tests.security.board import Board

HOST = "ide.example"


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app behind https with the demo, on SQLite; one for each file."""
    instance = tmp_path_factory.mktemp("production")
    settings = {
        **test_settings(instance, f"sqlite:///{instance / 'test.db'}"),
        "BASE_URL": f"https://{HOST}",
        "SECRET_KEY": "p" * 40,
        "SERVER_NAME": HOST,  # where the test client sends its requests
        "PREFERRED_URL_SCHEME": "https",
    }
    app = create_app(settings)
    app.testing = False
    app.extensions["queue-run"] = lambda *args: None
    app.add_url_rule("/uji/rusak", "crash", _crash)
    database.use(app)
    with app.app_context():
        db.create_all()
        app.config["PRODUCTION"] = False  # there nobody loads people whose password is known
        load_demo(lambda line: None)
        app.config["PRODUCTION"] = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def kept() -> dict[str, Board]:
    """The board, made once for each file."""
    return {}


@pytest.fixture
def board(app: Flask, kept: dict[str, Board]) -> Iterator[Board]:
    """A board on which an admin is signed in, as it was before anybody did anything there."""
    if "board" not in kept:
        kept["board"] = Board(app)
    else:
        kept["board"].saved.bring_back()
    yield kept["board"]
    kept["board"].saved.bring_back()


@pytest.fixture(autouse=True)
def talk_to_it(request: pytest.FixtureRequest) -> None:
    """Point factories and look-ups at that app in the tests that use it."""
    if "production" in request.fixturenames:
        database.use(request.getfixturevalue("production"))


def _crash() -> str:
    raise ZeroDivisionError("rahasia-di-pesan")
