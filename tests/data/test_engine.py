"""How connections behave, beyond transactions."""

from __future__ import annotations

from sqlalchemy import text

from ideaboard.extensions import db
from tests.database import context, on_postgresql


@on_postgresql
def test_postgresql_compiles_no_statements(app):
    with context():
        assert db.session.scalar(text("SHOW jit")) == "off"
