"""Open a backup and check everything in it before anything is done with it."""

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from ideaboard.keeping.archive import CHUNK
from ideaboard.keeping.manifest import NAME, Manifest, read_manifest
from ideaboard.keeping.refusals import Refused

_LARGEST_MANIFEST = 100 << 20
_DAMAGED = (BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError, OSError)


class Opened:
    """A backup whose manifest was read."""

    def __init__(self, archive: ZipFile, manifest: Manifest) -> None:
        self._zip = archive
        self.manifest = manifest

    def chunks(self, name: str) -> Iterator[bytes]:
        """Read one part in pieces. Raises Refused, at its end at the latest, when it is not what was written."""
        expected, size = self.manifest.members[name]
        digest, seen = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as part:
                while seen <= size and (chunk := part.read(CHUNK)):
                    digest.update(chunk)
                    seen += len(chunk)
                    yield chunk
        except _DAMAGED:
            raise Refused(f"the backup is damaged: {name} cannot be read") from None
        if (digest.hexdigest(), seen) != (expected, size):
            raise Refused(f"the backup is damaged: {name} is not what was written")

    def read(self, name: str) -> bytes:
        """Return one part."""
        return b"".join(self.chunks(name))

    def check(self) -> None:
        """Read every part to its end. Raises Refused."""
        for name in self.manifest.members:
            for _ in self.chunks(name):
                pass

    def names(self, folder: str) -> list[str]:
        """Return the parts of one folder, without the folder's name."""
        return [name.removeprefix(folder) for name in self.manifest.members if name.startswith(folder)]


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Give the backup at `path`. Raises Refused when it is none, cut off, or has parts that nobody listed."""
    try:
        archive = ZipFile(path)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}") from None
    except (BadZipFile, ValueError):
        raise Refused(f"{path} is no backup of ideaboard, or it is cut off") from None
    with archive:
        yield Opened(archive, _manifest_of(archive))


def _manifest_of(archive: ZipFile) -> Manifest:
    names = archive.namelist()
    if NAME not in names or archive.getinfo(NAME).file_size > _LARGEST_MANIFEST:
        raise Refused("this is no backup of ideaboard: it holds no list of contents")
    try:
        stored = archive.read(NAME)
    except _DAMAGED:
        raise Refused("the backup is damaged: its list of contents cannot be read") from None
    manifest = read_manifest(stored)
    if sorted(names) != sorted([*manifest.members, NAME]):
        raise Refused("the backup is damaged: it does not hold what its list of contents says")
    return manifest
