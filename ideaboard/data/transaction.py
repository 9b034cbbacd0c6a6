"""One way to write: `with transaction():` commits at its end or leaves nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager

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
    with write_lock(db.engine):
        session.info["writing"] = True
        try:
            session.connection(execution_options={"ideaboard_write": True})
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("writing", None)


def in_transaction() -> bool:
    """Say whether a write transaction is open in this context."""
    return bool(db.session().info.get("writing"))
