"""Insert a row, unless its key is known or by changing the row that has it: the database decides."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, literal
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


def insert_new(model: type[Any], rows: list[dict[str, Any]], *returning: Any) -> list[Any]:
    """Insert rows in the open transaction, leaving out what a UNIQUE knows. Return these columns of the others."""
    if not in_transaction():
        raise RuntimeError("rows are written inside `with transaction()`")
    if not rows:
        return []
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(model).values(rows).on_conflict_do_nothing().returning(*returning)
    return list(db.session.execute(statement).all())


def upsert(
    model: type[Any],
    values: dict[str, Any],
    changes: dict[str, Any],
    *,
    where: ColumnElement[bool],
    returning: Any,
    key: Sequence[str] = (),
) -> Any | None:
    """Insert a row, or change the one that has its primary key (or the unique `key`) if `where` holds for it.

    Return the value of `returning`, or None when the row is there and `where` does not hold.
    """
    if not in_transaction():
        raise RuntimeError("rows are written inside `with transaction()`")
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    names = list(key) or [column.name for column in model.__table__.primary_key]
    statement = dialect.insert(model).values(**values)
    changed = statement.on_conflict_do_update(index_elements=names, set_=changes, where=where)
    return db.session.execute(
        changed.returning(returning).execution_options(synchronize_session=False)
    ).scalar_one_or_none()
