"""Put a backup's SQLite database in the place of the one that is there."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from flask_migrate import upgrade

from ideaboard.extensions import db
from ideaboard.keeping import sqlite
from ideaboard.keeping.manifest import SQLITE_FILE
from ideaboard.keeping.opening import Opened
from ideaboard.keeping.refusals import Refused


def replace_sqlite(backup: Opened, stamp: str, before: Callable[[], None]) -> str:
    """Check the backup's database in a file of its own, call `before`, then switch.

    Return the file that holds the old database, "" when there was none.
    """
    live = Path(db.engine.url.database or "")
    live.parent.mkdir(parents=True, exist_ok=True)
    new = live.with_name(f".{live.name}.restoring")
    for left in live.parent.glob(f".{live.name}.before-*.part"):  # of a restore that was killed
        left.unlink(missing_ok=True)
    try:
        _unpack(backup, new)
        kept = live.with_name(f"{live.name}.before-{stamp}")
        before()
        _switch(new, live, kept)
    finally:
        for file in _files_of(new):
            file.unlink(missing_ok=True)
    db.engine.dispose()
    upgrade()  # A backup of an older version goes forward; one of this version is there already.
    return str(kept) if kept.exists() else ""


def _unpack(backup: Opened, new: Path) -> None:
    for file in _files_of(new):
        file.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as written:
        written.writelines(backup.chunks(SQLITE_FILE))
        written.flush()
        os.fsync(written.fileno())
    try:
        with sqlite.connected(new) as connection:
            problem = sqlite.problem_of(connection)
            sound = not problem and sqlite.tables_of(connection) == backup.manifest.tables
    except sqlite3.DatabaseError as error:
        problem, sound = str(error), False
    if not sound:
        raise Refused(f"the database in the backup is damaged: {problem or 'its rows are not as many as written'}")


def _switch(new: Path, live: Path, kept: Path) -> None:
    try:
        with sqlite.connected(live) as connection:
            is_empty = not sqlite.tables_of(connection)
        sqlite.switch(new, live, None if is_empty else kept)
    except sqlite3.Error as error:
        _put_broken_aside(live, kept, error)
        sqlite.switch(new, live, None)


def _put_broken_aside(live: Path, kept: Path, error: sqlite3.Error) -> None:
    """Rename a database with which no process can work any more, which is why somebody restores.

    Raises Refused when it is sound, so that something else is in the way.
    """
    with sqlite.connected(live) as connection:
        if not sqlite.problem_of(connection):
            raise Refused(f"{live} cannot be replaced: {error}. Stop the server and try again") from None
    for file, name in zip(_files_of(live), _files_of(kept), strict=True):
        if file.exists():
            file.rename(name)


def _files_of(database: Path) -> list[Path]:
    return [database.with_name(database.name + end) for end in ("", "-wal", "-shm", "-journal")]
