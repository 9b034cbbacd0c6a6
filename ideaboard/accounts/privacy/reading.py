"""Read what is kept of one person, holding by holding, as JSON can hold it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from ideaboard.accounts.privacy.holdings import Holding, table_of
from ideaboard.extensions import db

BATCH = 500
Row = dict[str, Any]
# A file of a person's own: its name in the copy, and what is in it.
File = tuple[str, bytes]
_files: list[Callable[[int], Iterable[File]]] = []


def brings_files(function: Callable[[int], Iterable[File]]) -> Callable[[int], Iterable[File]]:
    """Register who has files of a person; they are asked for one after the other."""
    _files.append(function)
    return function


def files_of(person_id: int) -> Iterator[File]:
    """Return the person's files."""
    for function in _files:
        yield from function(person_id)


def rows_of(holding: Holding, person_id: int) -> Iterator[Row]:
    """Return the person's rows in the order of their keys."""
    keys = table_of(holding.table).primary_key.columns
    wanted = select(*holding.columns()).where(holding.belongs_to(person_id)).order_by(*keys)
    with closing(db.session.execute(wanted.execution_options(yield_per=BATCH))) as found:
        for row in found.mappings():
            yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
