"""Is the process alive, and can it do its work?"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, current_app, jsonify
from sqlalchemy import text

from ideaboard.config import ROOT
from ideaboard.data.migrations import newest_revision, present_revision
from ideaboard.data.sqlite import damage_of
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db

Check = Callable[[], str]
bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Any:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> Any:
    """The database takes writes, its tables are current, the assets are there, and what packages added holds."""
    own: dict[str, Check] = {
        "database": _database,
        "integrity": _integrity,
        "migrations": _migrations,
        "assets": _assets,
    }
    checks = {name: check() for name, check in (own | current_app.extensions["readiness"]).items()}
    good = all(value == "ok" for value in checks.values())
    asked = {name: check() for name, check in current_app.extensions["readiness-warnings"].items()}
    warnings = {name: said for name, said in asked.items() if said != "ok"}
    about = {"checks": checks, "warnings": warnings} if warnings else {"checks": checks}
    return jsonify(status="ok" if good else "not ready", **about), 200 if good else 503


def _database() -> str:
    try:
        with transaction():
            db.session.execute(text("SELECT 1"))
    except Exception as error:
        current_app.logger.warning("readyz: database: %s", error)
        return "not writable"
    return "ok"


def _integrity() -> str:
    found = damage_of(db.engine)
    if found:
        current_app.logger.error("readyz: the database file is damaged, restore a backup: %s", found)
    return "damaged, restore a backup" if found else "ok"


def _migrations() -> str:
    try:
        current = present_revision()
    except Exception as error:
        current_app.logger.warning("readyz: migrations: %s", error)
        return "unknown"
    return "ok" if current == newest_revision() else f"at {current}, run `ideaboard db upgrade`"


def _assets() -> str:
    folder = current_app.static_folder or ""
    there = (ROOT / folder / "vendor" / "htmx.min.js").is_file()
    return "ok" if there else "static/vendor is missing, install the package again"


def add_check(app: Flask, name: str, check: Check) -> None:
    """Let /readyz ask `check` too; it returns "ok" or a few words, and does not raise."""
    app.extensions["readiness"][name] = check


def add_warning(app: Flask, name: str, check: Check) -> None:
    """Let /readyz tell what `check` finds, without calling the process unready for it."""
    app.extensions["readiness-warnings"][name] = check


def init_health(app: Flask) -> None:
    """Register the two addresses; neither needs a session."""
    app.extensions["readiness"], app.extensions["readiness-warnings"] = {}, {}
    app.register_blueprint(bp)
