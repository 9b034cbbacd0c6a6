"""Can folders be used, is there room, and is there a backup?"""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.keeping.folder import age_of_newest
from ideaboard.keeping.tasks import LATE
from ideaboard.media.service import store
from ideaboard.media.storage import FolderStorage

LEAST_FREE = 500 << 20  # bytes
YOUNG = timedelta(days=2)  # a board that needs no backup yet


def folders() -> Iterator[str]:
    """Find folders that cannot be read and written."""
    for setting, folder in _folders().items():
        try:
            with tempfile.TemporaryFile(dir=folder):
                list(folder.iterdir())
        except OSError as error:
            yield f"{folder} cannot be read and written ({error.strerror}): give it to this user or set {setting}"


def room() -> Iterator[str]:
    """Find disks that are nearly full, each once."""
    disks = {folder.stat().st_dev: folder for folder in _folders().values() if folder.is_dir()}
    for folder in disks.values():
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE:
            yield f"the disk of {folder} has {free >> 20} MB free: make room before writes fail"


def backups() -> Iterator[str]:
    """Find a newest backup that is too old, or none on a board that is older than two days."""
    age = age_of_newest(current_app.config["BACKUP_DIR"])
    automatic = "let a worker run" if current_app.config["BACKUP_KEEP"] != "0" else "set IDEABOARD_BACKUP_KEEP"
    if age is None:
        first = db.session.scalar(select(func.min(User.created_at)))
        if first and now() - first > YOUNG:
            yield f"there is no backup: run `ideaboard backup`, or {automatic} for one every day"
    elif age > LATE:
        yield f"the newest backup is {age // timedelta(hours=1)} hours old: run `ideaboard backup`, and {automatic}"


def _folders() -> dict[str, Path]:
    pictures = store()
    named = {"IDEABOARD_INSTANCE": current_app.config["INSTANCE"]}
    if isinstance(pictures, FolderStorage):
        named["IDEABOARD_MEDIA_URL"] = pictures.root
    named["IDEABOARD_BACKUP_DIR"] = current_app.config["BACKUP_DIR"]
    # A folder that was never needed is not there yet; what matters is then the nearest one above it.
    return {name: next(one for one in (path, *path.parents) if one.exists()) for name, path in named.items()}
