"""The blocklist as a CSV file: mode, kind, text, action, note. Nothing is half imported unless it is asked for."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from sqlalchemy import select

from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.screening.blocklists.entries import BadEntry, CheckedEntry, EntryText
from ideaboard.screening.blocklists.models import BLOCK, HOLD, WORD, BlocklistEntry
from ideaboard.screening.blocklists.service import add_entry, change_entry

COLUMNS = ("mode", "kind", "text", "action", "note")


class BadFile(ValueError):
    """A file that has no entries to read."""


@dataclass
class Imported:
    """What an import did. With problems, and bad rows not to be left out, it did nothing."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)  # (line, what is wrong)


def read_entries(file: TextIO) -> tuple[list[CheckedEntry], list[tuple[int, str]]]:
    """Return the good entries of a file, and the lines that are bad. Raises BadFile."""
    good: list[CheckedEntry] = []
    problems: list[tuple[int, str]] = []
    for line, row in _rows(file):
        try:
            entry = EntryText(
                row.get("mode") or BLOCK, row.get("kind") or WORD, row["text"], row.get("action") or HOLD
            )
            good.append(EntryText(entry.mode, entry.kind, entry.text, entry.action, row.get("note", "")).checked())
        except BadEntry as bad:
            problems.append((line, str(bad.message)))
    return good, problems


def import_entries(file: TextIO, *, skip_bad: bool = False, in_shadow: bool = True) -> Imported:
    """Add the entries of a file, and change those that are there with another action or note. Raises BadFile."""
    good, problems = read_entries(file)
    done = Imported(problems=problems)
    if problems and not skip_bad:
        return done
    with transaction():
        for entry in good:
            _take(entry, done, in_shadow)
    return done


def export_entries(file: TextIO) -> int:
    """Write all entries as a file that can be imported; return how many."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = db.session.scalars(select(BlocklistEntry).order_by(BlocklistEntry.id)).all()
    writer.writerows([_plain(getattr(row, name)) for name in COLUMNS] for row in rows)
    return len(rows)


def _plain(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def _take(entry: CheckedEntry, done: Imported, in_shadow: bool) -> None:
    same = BlocklistEntry.mode == entry.mode, BlocklistEntry.kind == entry.kind, BlocklistEntry.key == entry.key
    known = db.session.scalar(select(BlocklistEntry).where(*same))
    given = EntryText(entry.mode, entry.kind, entry.text, entry.action, entry.note)
    if known is None:
        add_entry(given, actor_id=None, in_shadow=in_shadow)
        done.added += 1
    elif (known.action, known.note) != (entry.action, entry.note):
        change_entry(known.id, action=entry.action, note=entry.note, actor_id=None)
        done.changed += 1
    else:
        done.unchanged += 1


def _rows(file: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    lines = csv.reader(file)
    try:
        heading = [name.strip("\ufeff ").lower() for name in next(lines, [])]
        if "text" not in heading:
            raise BadFile("the first line must name the columns: " + ", ".join(COLUMNS))
        for cells in lines:
            if any(cell.strip() for cell in cells):
                row = {name: cell.strip() for name, cell in zip(heading, cells, strict=False)}
                yield lines.line_num, {"text": "", **row, **_unquoted(row)}
    except csv.Error as error:
        raise BadFile(f"line {lines.line_num}: {error}") from None


def _unquoted(row: dict[str, str]) -> dict[str, str]:
    return {name: cell[1:] for name, cell in row.items() if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@")}
