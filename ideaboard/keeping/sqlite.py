"""What backup and restore need of SQLite: a copy of one moment, a check of a file, a switch under load."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ideaboard.keeping.refusals import Refused

_PATIENCE = 30.0  # seconds that a writer may keep the switch waiting
_WAITS = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_OF_ITSELF = ("sqlite_", "search_fts")  # what SQLite and its full-text index keep for themselves


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database file and close it again."""
    with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
        yield connection


def copy_to(source: sqlite3.Connection, path: Path) -> None:
    """Write the database as it is at this moment into a new file; writers are not held up. Not yet on disk."""
    source.execute("VACUUM INTO ?", (str(path),))


def tables_of(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the tables and how many rows each has."""
    named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    ours = [name for (name,) in named if not name.startswith(_OF_ITSELF)]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in ours}  # noqa: S608


def revision_of(connection: sqlite3.Connection) -> str:
    """Return the migration a database stands at. Raises Refused when it has none."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        row = None
    if row is None:
        raise Refused("the database has no tables yet")
    return str(row[0])


def problem_of(connection: sqlite3.Connection) -> str:
    """Return what is wrong with the file in a few words, "" when nothing is."""
    try:
        (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            return str(said).partition("\n")[0]
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return f"a row of {broken[0]} refers to a row of {broken[2]} that is not there" if broken else ""


def switch(new: Path, live: Path, kept: Path | None) -> None:
    """Give `live` the content of `new` in one transaction, and keep what it held until then in the file `kept`.

    Processes that have `live` open see all of the old or all of the new. Raises sqlite3.Error, for example when
    somebody holds it locked; then `kept` is not there.
    """
    try:
        with connected(live) as watch, connected(live) as target, connected(new) as source:
            target.execute("PRAGMA journal_mode=WAL")  # Elsewhere the switch would shut out who reads.
            (pages,) = source.execute("PRAGMA page_count").fetchone()
            look = _keeper(watch, kept)
            source.backup(target, pages=max(1, pages // 4), progress=look, sleep=0.01)
    except (sqlite3.Error, OSError):
        if kept:
            kept.unlink(missing_ok=True)
        raise


def _keeper(watch: sqlite3.Connection, kept: Path | None) -> Callable[[int, int, int], None]:
    """Return what is called after each step of a switch.

    After its first step it holds the write lock and nothing that it writes can be seen yet: a copy that is taken
    now holds everything that was ever acknowledged.
    """
    ends = time.monotonic() + _PATIENCE
    waiting = [kept] if kept else []

    def look(status: int, remaining: int, total: int) -> None:
        if status in _WAITS and time.monotonic() > ends:  # By itself it would wait for ever.
            raise sqlite3.OperationalError("somebody holds it locked")
        if status == sqlite3.SQLITE_OK and waiting:
            _keep(watch, waiting.pop())

    return look


def _keep(watch: sqlite3.Connection, kept: Path) -> None:
    """Copy what is there; the copy takes its name once it is whole and on disk."""
    part = kept.with_name(f".{kept.name}.part")
    part.unlink(missing_ok=True)
    try:
        copy_to(watch, part)
        sync(part)
        part.replace(kept)
        sync(kept.parent)
    finally:
        part.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, last through a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
