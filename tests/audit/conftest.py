"""Somebody who owns the database and takes the guards of the log away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from ideaboard.audit.heads import models as heads
from ideaboard.audit.models import SQLITE_TRIGGERS
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db

NAMES = (
    *("audit_log_no_update", "audit_log_no_delete", "audit_log_no_replace"),
    *("audit_heads_no_update", "audit_heads_no_delete", "audit_heads_no_replace"),
)


@pytest.fixture
def without_guard(app: Flask, in_request: Flask) -> Callable[..., None]:
    """Run statements without the guards, and put these back as they were."""

    def run(*statements: str) -> None:
        with transaction():
            on_sqlite = db.engine.dialect.name == "sqlite"
            for statement in [f"DROP TRIGGER {name}" for name in NAMES if on_sqlite]:
                db.session.execute(text(statement))
            if not on_sqlite:
                db.session.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                db.session.execute(text(statement))
            for trigger in (*SQLITE_TRIGGERS, *heads.SQLITE_TRIGGERS) if on_sqlite else ():
                db.session.connection().exec_driver_sql(trigger)

    return run
