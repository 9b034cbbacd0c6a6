"""Where something of a person is found again: in every table and every byte."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select

from ideaboard.extensions import db
from tests.database import context


def whole_database() -> dict[tuple[str, str], str]:
    """Return everything in every table as text, by table and column."""
    found: dict[tuple[str, str], str] = {}
    with context():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(select(table)).mappings():
                for name, value in row.items():
                    text = (
                        json.dumps(value, default=str) if not isinstance(value, bytes) else value.decode("latin-1")
                    )
                    found[table.name, name] = found.get((table.name, name), "") + "\n" + text
        db.session.commit()
    return found


def raw_files(folder: Path) -> bytes:
    """Return every byte below a folder."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
