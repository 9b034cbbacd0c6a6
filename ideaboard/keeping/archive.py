"""Write a backup: one zip file, each part hashed on its way, there whole or not at all."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ideaboard.keeping.folder import PART
from ideaboard.keeping.manifest import NAME, Manifest
from ideaboard.keeping.refusals import Refused
from ideaboard.keeping.sqlite import sync

CHUNK = 1 << 20


class ArchiveWriter:
    """Takes the parts of a backup one after the other."""

    def __init__(self, archive: ZipFile) -> None:
        self._zip = archive
        self.members: dict[str, tuple[str, int]] = {}

    def add(self, name: str, chunks: Iterable[bytes], *, packed: bool = True) -> None:
        """Add one part. Pictures are packed already, so packing them again would only cost time."""
        entry = ZipInfo(name)
        entry.compress_type = ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name if packed else entry, "w", force_zip64=True) as part:
            for chunk in chunks:
                part.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.members[name] = (digest.hexdigest(), size)

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest: a file without it is no backup."""
        manifest.members = self.members
        self._zip.writestr(NAME, manifest.to_json())


@contextmanager
def new_archive(path: Path) -> Iterator[ArchiveWriter]:
    """Give a writer; the file takes its name, readable by its owner alone, once it is whole and on disk."""
    draft = path.with_name(f".{path.name}{PART}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
                yield ArchiveWriter(archive)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # Unlike a rename it never takes the place of another file.
        sync(path.parent)
    except FileExistsError:
        raise Refused(f"{path} is there already; a backup is written over nothing") from None
    finally:
        draft.unlink(missing_ok=True)


def chunks_of(path: Path) -> Iterator[bytes]:
    """Read a file in pieces."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
