"""The folder of backups: names, one writer at a time, what is kept and how old the newest is."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ideaboard.data.clock import now
from ideaboard.keeping.refusals import Refused

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"ideaboard-(\d{8}T\d{6}Z)(-daily)?\.zip")
PART = ".part"


def stamp() -> str:
    """Return this second as it stands in names of files."""
    return now().strftime(_STAMP)


def new_name(*, daily: bool = False) -> str:
    """Return the name of a backup that begins now."""
    return f"ideaboard-{stamp()}{'-daily' if daily else ''}.zip"


def made_at(path: Path) -> datetime | None:
    """Return when a backup was begun, by its name; None when the file is called otherwise."""
    found = _NAME.fullmatch(path.name)
    return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) if found else None


def backups_in(folder: Path, *, daily_only: bool = False) -> list[tuple[datetime, Path]]:
    """Return the backups with their moments, the newest first."""
    if not folder.is_dir():
        return []
    names = [path for path in folder.iterdir() if not daily_only or path.name.endswith("-daily.zip")]
    return sorted(((at, path) for path in names if (at := made_at(path))), reverse=True)


def age_of_newest(folder: Path) -> timedelta | None:
    """Return how long ago the newest backup was begun; None when there is none."""
    found = backups_in(folder)
    return now() - found[0][0] if found else None


def surplus(found: list[tuple[datetime, Path]], days: int, weeks: int) -> list[Path]:
    """Return what need not be kept: besides the newest `days`, one of each of the last `weeks` weeks stays.

    Of a week its oldest is kept, so that the one that stays does not change while the week goes on.
    """
    kept = {path for _, path in found[:days]}
    of_week = {at.isocalendar()[:2]: path for at, path in found}  # The oldest comes last and wins.
    kept |= {of_week[week] for week in sorted(of_week, reverse=True)[:weeks]}
    return [path for _, path in found if path not in kept]


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder, so that one backup or restore runs at a time; clear away what a killed one left.

    Raises Refused when another one runs or the folder cannot be used.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise Refused(
            f"the folder {folder} cannot be written: {error.strerror}. Set IDEABOARD_BACKUP_DIR"
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in folder.glob(f".*{PART}*"):
            left.unlink(missing_ok=True)
        yield
    except BlockingIOError:
        raise Refused("another backup or restore is running; wait until it is done") from None
    finally:
        os.close(lock)
