"""Counters that all processes of an instance add to, each in a file of its own that the others can read."""

import errno
import logging
import os
import threading
from array import array
from collections.abc import Iterator
from hashlib import sha256
from mmap import mmap
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows has one serving process.
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger("ideaboard.metrics")
HEAD = 32  # bytes that name the layout
MOST = 256  # processes


class Cells:
    """Numbers by position. A process takes the first file that no living process holds, and counts on in it.

    The system lets go of a file when its process ends, however it ends. So a worker that is replaced loses nothing,
    and there are never more files than there were processes at once. Where no file can be written a process counts
    for itself.
    """

    def __init__(self, folder: Path, layout: list[str], size: int) -> None:
        self.folder, self.size = folder, size
        self._head = sha256("\n".join(layout).encode()).digest()
        self._lock = threading.Lock()
        self._process = 0
        self._cells: Any = array("d")

    def add(self, *steps: tuple[int, float]) -> None:
        """Add to positions: (position, amount), …"""
        with self._lock:
            if self._process != os.getpid():
                self._process, self._cells = os.getpid(), self._take_seat()
            for position, amount in steps:
                self._cells[position] += amount

    def totals(self) -> list[float]:
        """Return the sums over all processes, also those that have ended."""
        columns = [*self._written()] or [self._cells]
        return [sum(column) for column in zip(*columns, strict=True)] or [0.0] * self.size

    def _written(self) -> Iterator[Any]:
        for path in self.folder.glob("*.cells"):
            data = path.read_bytes()
            if data[:HEAD] == self._head and len(data) == HEAD + 8 * self.size:
                yield array("d", data[HEAD:])

    def _take_seat(self) -> Any:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for number in range(MOST if fcntl else 0):
                cells = self._open(self.folder / f"{number}.cells")
                if cells is not None:
                    return cells
        except OSError as error:
            log.warning("this process counts for itself: %s", error)
        return array("d", bytes(8 * self.size))

    def _open(self, path: Path) -> Any:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        if os.pread(handle, HEAD, 0) != self._head:  # New, or of a release with other pages.
            self._lay_out(handle)
        # The handle stays open, and with it the lock, as long as this process lives.
        return memoryview(mmap(handle, HEAD + 8 * self.size))[HEAD:].cast("d")

    def _lay_out(self, handle: int) -> None:
        """Write every byte: touching one that a full disk has no room for would end the process at once."""
        os.ftruncate(handle, 0)
        data = bytes(HEAD + 8 * self.size)
        if os.pwrite(handle, data, 0) < len(data):
            os.close(handle)
            raise OSError(errno.ENOSPC, "no room for counters")
        os.pwrite(handle, self._head, 0)
