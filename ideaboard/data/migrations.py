"""The database's migrations: the newest one that the code carries, and the tool that runs them."""

import re
from typing import Any

from flask import Flask
from sqlalchemy import inspect, text
from werkzeug.local import LocalProxy

from ideaboard.config import ROOT
from ideaboard.extensions import db

_NAME = re.compile(r'^(revision|down_revision) = "(\w+)"', re.MULTILINE)


def init_migrations(app: Flask) -> None:
    """Let Flask-Migrate find the migrations. It brings Alembic, so it is imported by the first who migrates."""
    app.extensions["migrate"] = LocalProxy(lambda: _loaded(app))


def _loaded(app: Flask) -> Any:
    from flask_migrate import Migrate

    # From here on its own object stands where the proxy stood.
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    return app.extensions["migrate"]


def present_revision() -> str | None:
    """Return the migration that the database stands at, or None when it has never been migrated."""
    if not inspect(db.session.connection()).has_table("alembic_version"):
        return None
    found: str | None = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def newest_revision() -> str:
    """Return the migration that no other one comes after, read from the files without running them."""
    found = [_NAME.findall(path.read_text()) for path in (ROOT / "migrations" / "versions").glob("*.py")]
    followed = {name for pairs in found for kind, name in pairs if kind == "down_revision"}
    (newest,) = {name for pairs in found for kind, name in pairs if kind == "revision"} - followed
    return newest
