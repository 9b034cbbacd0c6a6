"""One way to write: `with transaction():` commits at its end or leaves nothing behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from ideaboard.data.engine import write_lock
from ideaboard.extensions import db


@contextmanager
def transaction() -> Iterator[None]:
    """Run the block in one write transaction; an inner call joins the outer one.

    What was read before the block may be stale: read again inside it whatever the rule depends on.
    On SQLite the block starts with BEGIN IMMEDIATE, one writer of this process at a time.
    """
    session = db.session()
    if session.info.get("writing"):
        yield
        return
    session.commit()  # Ends the read transaction without expiring what it loaded.
    waiting: dict[Callable[[], None], None] = {}
    with write_lock(db.engine):
        session.info.update(writing=True, waiting=waiting)
        try:
            session.info["writer"] = session.connection(execution_options={"ideaboard_write": True})
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("writing", None)
            session.info.pop("writer", None)
    for work in waiting:
        work()


def in_transaction() -> bool:
    """Say whether a write transaction is open in this context."""
    return bool(db.session().info.get("writing"))


def writer() -> Connection:
    """Return the connection of the open transaction, for statements that are ready to run (data/prepared.py)."""
    connection: Connection | None = db.session().info.get("writer")
    if connection is None:
        raise RuntimeError("rows are written inside `with transaction()`")
    return connection


def when_committed(work: Callable[[], None]) -> None:
    """Call `work` once when the open transaction is committed and other writers may go on; never after a rollback.

    `work` must not raise: what it follows from is stored by then.
    """
    if not in_transaction():
        raise RuntimeError("nothing will be committed: call this inside `with transaction()`")
    db.session().info["waiting"][work] = None
