"""Small pictures kept in the memory of a process, so that a store far away is not asked for every reader."""

import threading
from collections import OrderedDict

ROOM = 8 * 2**20  # bytes
LARGEST = 64 * 2**10  # bytes of one file: the small pictures of boards


class Shelf:
    """Files by name; those that nobody took for longest go first. Who may see them is not decided here."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    def take(self, name: str) -> bytes | None:
        """Return the file, or None."""
        with self._lock:
            if name in self._files:
                self._files.move_to_end(name)
            return self._files.get(name)

    def keep(self, name: str, data: bytes) -> None:
        """Keep a file if it is small."""
        if len(data) > LARGEST:
            return
        with self._lock:
            self._forget(name)
            self._files[name] = data
            self._bytes += len(data)
            while self._bytes > ROOM:
                self._forget(next(iter(self._files)))

    def forget(self, name: str) -> None:
        """Let go of a file; it is no error if it is not here."""
        with self._lock:
            self._forget(name)

    def _forget(self, name: str) -> None:
        self._bytes -= len(self._files.pop(name, b""))
