"""Things that are dear to make and cheap to keep, in the memory of one process, within a room of so many bytes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """Things by key; when the room is full the longest unused go first. With no room nothing is kept."""

    def __init__(self, room: int, size: Callable[[Thing], int]) -> None:
        self.room, self._size = room, size
        self._lock = threading.Lock()
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()
        self._used = 0

    def get(self, key: Hashable) -> Thing | None:
        """Return what is kept under a key."""
        with self._lock:
            thing = self._things.get(key)
            if thing is not None:
                self._things.move_to_end(key)
            return thing

    def put(self, key: Hashable, thing: Thing) -> None:
        """Keep a thing in the place of the one before it."""
        with self._lock:
            before = self._things.pop(key, None)
            self._used += self._size(thing) - (0 if before is None else self._size(before))
            self._things[key] = thing
            while self._things and self._used > self.room:
                self._used -= self._size(self._things.popitem(last=False)[1])

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._things.clear()
            self._used = 0
