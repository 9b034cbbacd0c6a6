"""A hash of what a table holds that is the same on SQLite and on PostgreSQL, whatever the order of its rows."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, Table, Text, cast, select

_AT_ONCE = 2_000  # rows
_MOST = 1 << 256


@dataclass
class Proof:
    """How many rows were seen, and the sum of their hashes: equal for two tables only when their rows are."""

    rows: int = 0
    total: int = 0

    def add(self, row: tuple[Any, ...]) -> None:
        """Count one row of plain Python values, whose `repr` says type and value."""
        digest = hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).digest()
        self.rows += 1
        self.total = (self.total + int.from_bytes(digest)) % _MOST

    def __str__(self) -> str:
        return hashlib.sha256(f"{self.rows} {self.total}".encode()).hexdigest()[:16]


def rows_of(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """Read a table some rows at a time. JSON comes as the text that is stored, for hashes were made over it."""
    columns = [cast(column, Text) if isinstance(column.type, JSON) else column for column in table.c]
    stored = select(*columns).select_from(table).execution_options(yield_per=_AT_ONCE)
    with connection.execute(stored) as found:
        for some in found.partitions():
            yield from map(tuple, some)


def proof_of(connection: Connection, table: Table) -> Proof:
    """Return the proof of a whole table."""
    proof = Proof()
    for row in rows_of(connection, table):
        proof.add(row)
    return proof
