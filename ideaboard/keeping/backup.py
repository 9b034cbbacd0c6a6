"""Make a backup: database, pictures and a manifest in one file, of one moment, while people write."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import text

from ideaboard.extensions import db
from ideaboard.keeping import folder as names
from ideaboard.keeping import postgresql, sqlite
from ideaboard.keeping.archive import ArchiveWriter, chunks_of, new_archive
from ideaboard.keeping.manifest import SECRET_KEY, SQLITE_FILE, Manifest, mark_of
from ideaboard.keeping.pictures import add_pictures
from ideaboard.keeping.refusals import Refused

TABLES = "database/"


@dataclass(frozen=True)
class Made:
    """A backup that was made."""

    path: Path
    manifest: Manifest
    size: int


def make_backup(path: Path, *, with_secret_key: bool = False) -> Made:
    """Write a backup to the new file `path`. Raises Refused; then there is no file."""
    add_database = _add_sqlite if db.engine.dialect.name == "sqlite" else _add_postgresql
    with names.only_one(path.parent), _disk_errors(path):
        with new_archive(path) as archive:
            manifest, pictures = add_database(archive, path)
            add_pictures(archive, pictures, manifest)
            manifest.secret_key_mark = mark_of(current_app.config["SECRET_KEY"])
            if with_secret_key:
                archive.add(SECRET_KEY, [current_app.config["SECRET_KEY"].encode()])
            archive.finish(manifest)
        return Made(path, manifest, path.stat().st_size)


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(f"the backup {path} could not be written: {error.strerror or error}") from None
    except sqlite3.Error as error:
        raise Refused(f"the database could not be copied: {error}") from None


def _add_sqlite(archive: ArchiveWriter, path: Path) -> tuple[Manifest, list[str]]:
    """Copy the file at one moment, then work on the copy: nobody waits for the packing."""
    live = Path(db.engine.url.database or "")
    if not live.is_file():
        raise Refused(f"there is no database at {live}")
    copy = path.with_name(f".{path.name}{names.PART}.db")
    try:
        with sqlite.connected(live) as connection:
            sqlite.copy_to(connection, copy)
        with sqlite.connected(copy) as connection:
            revision, tables = sqlite.revision_of(connection), sqlite.tables_of(connection)
            pictures = [name for (name,) in connection.execute("SELECT name FROM pictures ORDER BY id")]
        archive.add(SQLITE_FILE, chunks_of(copy))
    finally:
        copy.unlink(missing_ok=True)
    return Manifest("sqlite", sqlite3.sqlite_version, revision, tables), pictures


def _add_postgresql(archive: ArchiveWriter, path: Path) -> tuple[Manifest, list[str]]:
    """Read every table in one snapshot, with COPY: no program of PostgreSQL's has to be installed here."""
    snapshot: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect().execution_options(**snapshot) as connection:
        columns = postgresql.columns_of(connection)
        if "alembic_version" not in columns:
            raise Refused("the database has no tables yet")
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        said = str(connection.scalar(text("SHOW server_version")))
        tables = {table: postgresql.count(connection, table) for table in columns}
        manifest = Manifest("postgresql", said, str(revision), tables, columns, postgresql.sequences(connection))
        for table, own in columns.items():
            archive.add(f"{TABLES}{table}.copy", postgresql.copy_out(connection, table, own))
        return manifest, list(connection.scalars(text("SELECT name FROM pictures ORDER BY id")))
