"""The pictures in a backup: put in, put back, and those aside that a restored board does not know."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ideaboard.keeping.archive import ArchiveWriter
from ideaboard.keeping.manifest import LISTED, Manifest
from ideaboard.keeping.opening import Opened
from ideaboard.keeping.refusals import Refused
from ideaboard.media.service import files_of, store
from ideaboard.media.storage import FolderStorage, PictureMissing, PictureNameRefused, check_name

FOLDER = "pictures/"


def add_pictures(archive: ArchiveWriter, names: Iterable[str], manifest: Manifest) -> None:
    """Add the files of these pictures, or only their names when a store of its own keeps them.

    A file that is not there is written down: it may have been deleted since the database was copied.
    """
    manifest.picture_names = list(names)
    if not isinstance(store(), FolderStorage):
        manifest.pictures = LISTED
        return
    for name in manifest.picture_names:
        for file in files_of(name):
            try:
                archive.add(FOLDER + file, [store().open(file)], packed=False)
            except PictureMissing:
                manifest.pictures_missing.append(file)


def check_names(backup: Opened) -> None:
    """Raise Refused when a picture is called as none can be."""
    try:
        for file in backup.names(FOLDER):
            check_name(file)
    except PictureNameRefused:
        raise Refused("the backup is damaged: a picture in it has a name that none can have") from None


def put_back(backup: Opened) -> int:
    """Store every picture of the backup that is not there, or not the same; return how many were stored."""
    stored = 0
    for file in backup.names(FOLDER):
        if _digest(file) != backup.manifest.members[FOLDER + file][0]:
            store().put(file, backup.read(FOLDER + file))
            stored += 1
    return stored


def keep_aside(manifest: Manifest, stamp: str) -> Path | None:
    """Keep the pictures that the restored board does not know, before the nightly sweep takes them for lost.

    Return the folder, or None when there is nothing to keep.
    """
    folder = store()
    if not isinstance(folder, FolderStorage):
        return None
    known = {file for name in manifest.picture_names for file in files_of(name)}
    others = [path for path in folder.root.glob("*/*/*.webp") if path.name not in known]
    aside = folder.root.with_name(f"{folder.root.name}.before-{stamp}")
    for path in others:
        _link(path, aside / path.relative_to(folder.root))
    return aside if others else None


def _link(path: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError, FileNotFoundError):
        try:
            os.link(path, copy)
        except OSError:  # Another disk, or one that knows no links.
            shutil.copy2(path, copy)


def _digest(file: str) -> str:
    try:
        return hashlib.sha256(store().open(file)).hexdigest()
    except PictureMissing:
        return ""
