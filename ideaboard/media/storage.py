"""Where the files of pictures lie: what every store offers, and the store in a folder (S3 is in s3.py)."""

import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from ideaboard.config import ConfigError

# A hundred characters keep the whole name below the limit of every file system.
# Copies of people's own data lie here too, as zip: nobody gets them by the address of a picture.
_NAME = re.compile(r"[a-z0-9-]{1,100}\.(webp|png|zip)")
SETTING = "IDEABOARD_MEDIA_URL"
EXAMPLES = "a path such as /srv/ideaboard/pictures, or s3://bucket/prefix?endpoint=https://…&region=…"


class PictureMissing(Exception):
    """No picture is stored under this name."""


class PictureNameRefused(PictureMissing, ValueError):
    """The name is none that a picture can have, so nothing is ever stored under it."""


class StoreAway(OSError):
    """The store cannot be reached or refuses to work. The message names no address and no key."""


class StoreUnknown(ConfigError, ValueError):
    """The address of the store is none that this version can use."""


class Storage(Protocol):
    """Keeps files under names such as `4f…a1.webp`. Every method raises PictureNameRefused for other names.

    A store that is not on this machine may raise StoreAway.
    """

    def put(self, name: str, data: bytes) -> None:
        """Store `data` durably, whole or not at all; an older file of that name is replaced."""

    def open(self, name: str) -> bytes:
        """Return what is stored under `name`. Raises PictureMissing."""

    def delete(self, name: str) -> None:
        """Remove what is stored under `name`; it is no error if nothing is."""

    def exists(self, name: str) -> bool:
        """Say whether something is stored under `name`."""

    def old_names(self, before: float) -> Iterator[str]:
        """Yield what was stored before that moment (seconds since 1970, by the store's own clock)."""

    def clear_parts(self, before: float) -> int:
        """Delete what a crash left half written before that moment; return how many."""


def check_name(name: str) -> str:
    """Return `name`. Raises PictureNameRefused when no picture can have it."""
    if not _NAME.fullmatch(name):
        raise PictureNameRefused(name)
    return name


def new_name() -> str:
    """Return 32 random hexadecimal digits (128 bits), the stem of a picture's file names."""
    return secrets.token_hex(16)


class FolderStorage:
    """Files below `root`, spread over two levels of folders by the first characters of their names.

    A file that a crash left half written is called `.….part`, can never be read, and may be swept by age.
    """

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root).absolute()

    def put(self, name: str, data: bytes) -> None:
        path = self._path(name)
        _make_folders(path.parent, self.root)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(part)
            raise
        _sync_folder(path.parent)

    def path(self, name: str) -> Path:
        """Return the file itself, for a server that can send files. Raises PictureMissing."""
        path = self._path(name)
        if not path.is_file():
            raise PictureMissing(name)
        return path

    def open(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise PictureMissing(name) from error

    def delete(self, name: str) -> None:
        path = self._path(name)
        with suppress(FileNotFoundError):
            path.unlink()
            _sync_folder(path.parent)

    def exists(self, name: str) -> bool:
        return self._path(name).is_file()

    def old_names(self, before: float) -> Iterator[str]:
        for path in self._older(before):
            if _NAME.fullmatch(path.name):
                yield path.name

    def clear_parts(self, before: float) -> int:
        parts = [path for path in self._older(before) if path.suffix == ".part"]
        for path in parts:
            path.unlink(missing_ok=True)
        return len(parts)

    def _older(self, before: float) -> Iterator[Path]:
        for path in self.root.glob("*/*/*"):
            with suppress(FileNotFoundError):  # Deleted by somebody else in this moment.
                if path.stat().st_mtime < before:
                    yield path

    def _path(self, name: str) -> Path:
        stem = check_name(name).partition(".")[0].ljust(4, "-")
        return self.root / stem[:2] / stem[2:4] / name


def storage_from_url(url_or_path: str | Path, key: str = "", secret: str = "") -> Storage:
    """Return the store that IDEABOARD_MEDIA_URL names: a path, a file:// or an s3:// address.

    Raises StoreUnknown for anything else, without repeating the address: it may hold a password.
    """
    text = str(url_or_path).strip()
    address = urlsplit(text)
    if text and len(address.scheme) < 2:  # One letter is a drive of Windows.
        return FolderStorage(text)
    if address.scheme == "file" and address.netloc in ("", "localhost") and address.path.startswith("/"):
        return FolderStorage(unquote(address.path))
    if address.scheme == "s3":
        from ideaboard.media.s3 import s3_storage

        return s3_storage(address, key, secret)
    raise StoreUnknown(f"{SETTING}: pictures can only be kept in a folder or in S3; give {EXAMPLES}.")


def _make_folders(folder: Path, root: Path) -> None:
    """Create `folder` two levels below `root`; a new name lasts only once the folder above it is on disk too."""
    if not root.is_dir():
        root.mkdir(parents=True, exist_ok=True)
        _sync_folder(root.parent)
    folder.mkdir(parents=True, exist_ok=True)
    _sync_folder(folder.parent)
    _sync_folder(root)


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):  # Windows has no such call; there the rename alone has to do.
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
