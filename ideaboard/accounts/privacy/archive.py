"""A copy of a person's data as one ZIP: a page to read, a file for each kind of row, their own pictures."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from flask import render_template
from flask_babel import force_locale

from ideaboard.accounts.privacy.holdings import Holding, exported
from ideaboard.accounts.privacy.labels import label_of
from ideaboard.accounts.privacy.reading import Row, files_of, rows_of
from ideaboard.data.clock import now

IN_MEMORY = 8 * 1024 * 1024
SHOWN = 200  # rows of a kind on the page; the file has them all
TOLD = {"index.html": "accounts/privacy/copy.html", "README.txt": "accounts/privacy/copy.txt"}


@dataclass
class Part:
    """One file of the copy, as the page shows it."""

    name: str
    title: Any
    missing: Any  # why some of it is left out
    number: int = 0
    shown: list[Row] = field(default_factory=list)


def write_archive(person_id: int, locale: str) -> IO[bytes]:
    """Return the whole ZIP, at its beginning. Reads in batches; call it outside a transaction."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  The caller closes it.
    with force_locale(locale), ZipFile(file, "w", ZIP_DEFLATED) as archive:
        parts = [part for name, holding in exported() if (part := _add_rows(archive, name, holding, person_id))]
        pictures = list(_add_files(archive, person_id))
        about = {"parts": parts, "pictures": pictures, "at": now(), "most": SHOWN, "label": label_of}
        for name, template in TOLD.items():
            archive.writestr(name, render_template(template, **about, lang=locale))
    file.seek(0)
    return file


def _add_rows(archive: ZipFile, name: str, holding: Holding, person_id: int) -> Part | None:
    """Write one file of rows, and nothing where there are none."""
    rows = rows_of(holding, person_id)
    first = next(rows, None)
    if first is None:
        return None
    part = Part(name, holding.title, holding.why_without)
    with archive.open(f"data/{name}.json", "w", force_zip64=True) as raw:
        text = TextIOWrapper(raw, "utf-8")
        for row in _chained(first, rows):
            text.write("[\n" if part.number == 0 else ",\n")
            text.write(json.dumps(row, ensure_ascii=False))
            part.number += 1
            if part.number <= SHOWN:
                part.shown.append(row)
        text.write("\n]\n")
        text.flush()
    return part


def _chained(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _add_files(archive: ZipFile, person_id: int) -> Iterator[str]:
    for name, data in files_of(person_id):
        archive.writestr(f"pictures/{name}", data, compress_type=ZIP_STORED)  # They are compressed already.
        yield name
