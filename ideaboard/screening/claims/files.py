"""Claims from a CSV file: claim, verdict, source URL, date. Nothing is half imported unless it is asked for."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TextIO

from flask_babel import gettext as _

from ideaboard.audit.service import record
from ideaboard.data.transaction import transaction
from ideaboard.screening.claims.models import LONGEST
from ideaboard.screening.claims.service import ClaimText, Stored, keep_claims, tells_enough
from ideaboard.screening.claims.verdicts import parse_verdict

LONGEST_URL = 500
_HEADINGS = {"claim": "claim", "klaim": "claim", "verdict": "verdict", "putusan": "verdict", "label": "verdict"}
_HEADINGS |= {"source": "source", "source url": "source", "url": "source", "sumber": "source", "tautan": "source"}
_HEADINGS |= {"date": "date", "tanggal": "date"}
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")


class BadRow(ValueError):
    """A line that cannot be taken over; its text says why."""


class BadFile(ValueError):
    """A file that has no claims to read."""


@dataclass(frozen=True)
class Imported:
    """What an import did. With `problems` and no `stored`, it did nothing."""

    stored: Stored | None
    problems: list[tuple[int, str]] = field(default_factory=list)  # (line, what is wrong)


def import_claims(file: TextIO, *, skip_bad: bool = False, actor_id: int | None = None) -> Imported:
    """Import a CSV file with a heading line. Raises BadFile when the heading names no claim and verdict."""
    good: list[ClaimText] = []
    problems: list[tuple[int, str]] = []
    for line, row in _rows(file):
        try:
            good.append(_claim(row))
        except BadRow as bad:
            problems.append((line, str(bad)))
    if problems and not skip_bad:
        return Imported(None, problems)
    return Imported(_store(good, actor_id), problems)


def _store(claims: Iterable[ClaimText], actor_id: int | None) -> Stored:
    """Store them as imported: who sent the file has not examined them."""
    with transaction():
        stored = keep_claims(claims, actor_id=None)
        if stored.added or stored.changed:
            counts = {"added": stored.added, "changed": stored.changed}
            record("claims.import", "claim", None, actor_id=actor_id, after=counts)
    return stored


def _rows(file: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    lines = csv.reader(file)
    try:
        heading = [_HEADINGS.get(name.strip("\ufeff ").lower().replace("_", " "), "") for name in next(lines, [])]
        if not {"claim", "verdict"} <= set(heading):
            raise BadFile(_("The first line must name the columns: claim, verdict, source, date."))
        for cells in lines:
            if any(cell.strip() for cell in cells):
                named = zip(heading, cells, strict=False)
                yield lines.line_num, {name: " ".join(cell.split()) for name, cell in named if name}
    except csv.Error:
        raise BadFile(_("Line %(n)s cannot be read as CSV.", n=lines.line_num)) from None


def _claim(row: dict[str, str]) -> ClaimText:
    text, verdict = row.get("claim", ""), parse_verdict(row.get("verdict", ""))
    if not text:
        raise BadRow(_("There is no claim here."))
    if len(text) > LONGEST:
        raise BadRow(_("The claim has %(n)s letters; at most %(most)s are kept.", n=len(text), most=LONGEST))
    if not tells_enough(text):
        raise BadRow(_("The claim is too short to be recognised elsewhere."))
    if verdict is None:
        raise BadRow(_("“%(word)s” is no verdict.", word=row.get("verdict", "")))
    return ClaimText(text, verdict, _source(row.get("source", "")), _date(row.get("date", "")))


def _source(written: str) -> str:
    if written and not written.startswith(("https://", "http://")):
        raise BadRow(_("The source is no address that begins with https://."))
    if len(written) > LONGEST_URL:
        raise BadRow(_("The address of the source is too long."))
    return written


def _date(written: str) -> date | None:
    if not written:
        return None
    for form in _DATES:
        try:
            return datetime.strptime(written, form).date()
        except ValueError:
            continue
    raise BadRow(_("“%(word)s” is no date like 2025-03-31.", word=written))
