"""Bring a backup back: everything is checked first, then the board changes in one step and the old is kept."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from ideaboard.audit.service import record
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.keeping import folder as names
from ideaboard.keeping.manifest import SECRET_KEY, Manifest, mark_of
from ideaboard.keeping.migrating import known_revisions
from ideaboard.keeping.opening import Opened, opened
from ideaboard.keeping.pictures import FOLDER, check_names, keep_aside, put_back
from ideaboard.keeping.refusals import Refused
from ideaboard.keeping.restore_postgresql import replace_postgresql
from ideaboard.keeping.restore_sqlite import replace_sqlite
from ideaboard.media.service import files_of, store
from ideaboard.media.storage import FolderStorage

FAR = 10**11  # seconds: later than any file
SPARE = 50 << 20  # bytes that stay free beside what is restored


@dataclass(frozen=True)
class Restored:
    """What was done, and where the old content is."""

    manifest: Manifest
    pictures: int  # files that were stored
    lacking: int  # files that neither the backup nor the store has
    old_database: str  # a file or a schema, "" when the place was empty
    old_pictures: Path | None
    same_secret: bool
    pictures_stay: bool  # in a bucket, which nothing is taken out of here


class _Pictures:
    """The pictures of one restore: stored and kept aside just before the database changes."""

    def __init__(self, backup: Opened, stamp: str) -> None:
        self._backup, self._stamp = backup, stamp
        self.stored = 0
        self.aside: Path | None = None

    def bring(self) -> None:
        """Store them first: one that no row names yet harms nobody, a row without its picture would be seen."""
        self.aside = keep_aside(self._backup.manifest, self._stamp)
        self.stored = put_back(self._backup)

    def leave(self) -> None:
        """Forget what was kept aside, for the board did not change."""
        if self.aside:
            shutil.rmtree(self.aside, ignore_errors=True)


def restore(path: Path, *, with_secret_key: bool = False) -> Restored:
    """Put the content of a backup in the place of this board's. Raises Refused; then nothing was changed."""
    with names.only_one(current_app.config["BACKUP_DIR"]), opened(path) as backup:
        _check(backup, with_secret_key)
        stamp = names.stamp()
        pictures = _Pictures(backup, stamp)
        db.session.remove()
        old = _replace(backup, stamp, pictures)
        if with_secret_key:
            _replace_secret_key(backup, stamp)
        _write_down(backup.manifest)
        same = with_secret_key or backup.manifest.secret_key_mark == mark_of(current_app.config["SECRET_KEY"])
        lacking = _lacking(backup.manifest)
        stay = not isinstance(store(), FolderStorage)
        return Restored(backup.manifest, pictures.stored, lacking, old, pictures.aside, same, stay)


def _check(backup: Opened, with_secret_key: bool) -> None:
    manifest, engine = backup.manifest, db.engine.dialect.name
    if manifest.engine != engine:
        raise Refused(
            f"this backup is of {manifest.engine} and DATABASE_URL names {engine}"
            + ("; restore it into SQLite, then use `ideaboard move`" if engine == "postgresql" else "")
        )
    if manifest.revision not in known_revisions():
        raise Refused(f"this backup is at migration {manifest.revision}, which this version does not know")
    if with_secret_key and SECRET_KEY not in manifest.members:
        raise Refused("this backup holds no secret key: it was made without --with-secret-key")
    check_names(backup)
    _check_space(manifest)
    backup.check()


def _check_space(manifest: Manifest) -> None:
    """Ask for room for pictures and, on SQLite, for the database: its copy, its journal and the old one."""
    wanted: dict[Path, int] = {}
    folder = store()
    sizes = {name: size for name, (_, size) in manifest.members.items()}
    if isinstance(folder, FolderStorage):
        wanted[folder.root] = sum(size for name, size in sizes.items() if name.startswith(FOLDER))
    if manifest.engine == "sqlite":
        database = sum(size for name, size in sizes.items() if not name.startswith(FOLDER))
        wanted[Path(db.engine.url.database or "").parent] = 3 * database
    for place, size in wanted.items():
        free = shutil.disk_usage(_there(place)).free
        if free < size + SPARE:
            raise Refused(f"{place} has {free >> 20} MB free; the restore needs {(size + SPARE) >> 20} MB")


def _there(place: Path) -> Path:
    """Return the folder, or the nearest above it that is there."""
    return next(folder for folder in (place, *place.parents) if folder.is_dir())


def _replace(backup: Opened, stamp: str, pictures: _Pictures) -> str:
    """Change the database in one step; return what the old one is called now."""
    replace = replace_sqlite if backup.manifest.engine == "sqlite" else replace_postgresql
    try:
        return replace(backup, stamp, pictures.bring)
    except OSError as error:
        pictures.leave()
        raise Refused(f"the backup could not be restored: {error.strerror or error}") from None
    except Refused:
        pictures.leave()
        raise


def _replace_secret_key(backup: Opened, stamp: str) -> None:
    path = current_app.config["INSTANCE"] / "secret_key"
    with suppress(FileNotFoundError):
        path.rename(path.with_name(f"secret_key.before-{stamp}"))
    path.touch(mode=0o600)
    path.write_bytes(backup.read(SECRET_KEY))


def _write_down(manifest: Manifest) -> None:
    with transaction():
        about = {"made_at": manifest.made_at, "revision": manifest.revision, "rows": manifest.rows}
        record("board.restore", "backup", None, actor_id=None, after=about)


def _lacking(manifest: Manifest) -> int:
    there = set(store().old_names(FAR))
    return sum(file not in there for name in manifest.picture_names for file in files_of(name))
