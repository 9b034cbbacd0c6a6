"""The demo, loaded once for each file and database."""

from __future__ import annotations

import pytest

from ideaboard.demo.loader import load_demo
from tests import database


@pytest.fixture(scope="module")
def demo(one_app):
    """The app with the demo loaded; gives the app and what was said."""
    database.use(one_app)
    database.empty_tables()
    said = []
    with one_app.app_context():
        load_demo(said.append)
    yield one_app, said
    database.empty_tables()
