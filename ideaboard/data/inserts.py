"""Insert a row unless its key is known: the database decides, never a look before."""

from typing import Any

from sqlalchemy import literal
from sqlalchemy.dialects import postgresql, sqlite

from ideaboard.data.transaction import in_transaction
from ideaboard.extensions import db


def insert_if_new(model: type[Any], **values: Any) -> bool:
    """Insert a row in the open transaction, unless a UNIQUE knows it already. Return whether one was added."""
    if not in_transaction():
        raise RuntimeError("rows are written inside `with transaction()`")
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    # Asked for what was inserted, because the drivers do not agree on the row count of such a statement.
    statement = dialect.insert(model).values(**values).on_conflict_do_nothing().returning(literal(True))
    return db.session.execute(statement).first() is not None
