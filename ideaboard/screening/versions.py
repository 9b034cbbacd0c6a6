"""Mark the changes of what processes keep in memory, so that each sees when to load it anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from secrets import randbits
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import BigInteger, Engine, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.inserts import insert_if_new
from ideaboard.extensions import db

T = TypeVar("T")


class ListVersion(Model):
    """A mark that every change of a list replaces; the row is locked by who changes it, so no change is missed."""

    __tablename__ = "list_versions"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    # Drawn by lot, not counted: a change that was rolled back never shares its mark with the next one.
    mark: Mapped[int] = mapped_column(BigInteger)


def touch(name: str) -> None:
    """Say in the open transaction that a list changes; another writer of the same list waits for its end."""
    mark = randbits(62)
    if not insert_if_new(ListVersion, name=name, mark=mark):
        changed = update(ListVersion).where(ListVersion.name == name).values(mark=mark)
        db.session.execute(changed.execution_options(synchronize_session=False))


_marks: ContextVar[dict[str, int] | None] = ContextVar("marks", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask for the marks of all lists in one statement, for everything that is looked up inside the block."""
    rows = db.session.execute(select(ListVersion.name, ListVersion.mark))
    token = _marks.set({row.name: row.mark for row in rows})
    try:
        yield
    finally:
        _marks.reset(token)


class Kept(Generic[T]):
    """Something made from a list: once per process and database, and anew when the list has changed."""

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self._name, self._load = name, load
        self._kept: WeakKeyDictionary[Engine, tuple[int, T]] = WeakKeyDictionary()
        self._lock = Lock()

    def get(self) -> T:
        """Return it as the database has it now; one short statement when nothing has changed."""
        mark = self._mark()
        known = self._kept.get(db.engine)
        if known is not None and known[0] == mark:
            return known[1]
        with self._lock:
            made = self._load()
            self._kept[db.engine] = (mark, made)
        return made

    def _mark(self) -> int:
        asked = _marks.get()
        if asked is not None:
            return asked.get(self._name, 0)
        return db.session.scalar(select(ListVersion.mark).where(ListVersion.name == self._name)) or 0
