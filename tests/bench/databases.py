"""An app with empty tables on each database, for benches that measure both."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from ideaboard.app import create_app
from ideaboard.extensions import db
from tests import database
from tests.conftest import made_database, test_settings


def apps(about: str) -> Iterator[Flask]:
    """Print the name of each database and what it will hold, and give the app on it."""
    with tempfile.TemporaryDirectory() as name, made_database(f"ideaboard_bench_{os.getpid()}") as url:
        folder = Path(name)
        for kind, address in (("SQLite", f"sqlite:///{folder / 'bench.db'}"), ("PostgreSQL", url)):
            print(f"{kind}, {about}")
            app = create_app(test_settings(folder / kind, address))
            database.use(app)
            with app.app_context():
                db.create_all()
            yield app
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def settle() -> None:
    """Let PostgreSQL look at what was written, as it does by itself after a while; SQLite needs none."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
