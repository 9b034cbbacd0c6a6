"""Run migrations on a connection of one's own, inside its transaction."""

from functools import cache

from alembic import command
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection

from ideaboard.config import ROOT


def migrate_to(connection: Connection, revision: str) -> None:
    """Bring the database behind `connection` to `revision` ("head" for the newest); nothing is committed."""
    config = current_app.extensions["migrate"].migrate.get_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@cache
def known_revisions() -> frozenset[str]:
    """Return every migration that this code carries."""
    return frozenset(script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions())
