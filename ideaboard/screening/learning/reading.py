"""Read judged texts from CSV files, for the commands that teach and measure."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ideaboard.screening.learning.disguising import disguised_features
from ideaboard.screening.learning.evaluation import digest
from ideaboard.screening.learning.examples import features_of
from ideaboard.screening.learning.weights import Example
from ideaboard.screening.normalise import normalise

_LABELS = {"1": True, "0": False}
_LONGEST = 1_000_000  # characters of a field


class BadFile(ValueError):
    """A file that cannot be used; its text says why and where."""


def read_examples(
    labelled: Path, ordinary: Iterable[Path], *, text: str, label: str, seen: Callable[[int], None]
) -> list[Example]:
    """Return the texts of a file and those of files of ordinary talk; of texts with the same letters the first.

    `seen` is told of every line. Raises BadFile when something is wrong or when one of both labels is missing.
    """
    found: dict[str, Example] = {}
    for value, is_kind in (
        *_lines(labelled, text, label),
        *(line for path in ordinary for line in _lines(path, text)),
    ):
        read = normalise(value)
        if read.words and (letters := digest(read)) not in found:
            found[letters] = Example(features_of(read), is_kind, 1.0, disguised_features(value, is_kind))
        seen(1)
    examples = list(found.values())
    if len({example.is_kind for example in examples}) < 2:
        raise BadFile(f"{labelled}: texts of both labels, 1 and 0, are needed")
    return examples


def _lines(path: Path, text: str, label: str | None = None) -> Iterator[tuple[str, bool]]:
    csv.field_size_limit(_LONGEST)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        try:
            for column in (text, label):
                if column is not None and column not in (reader.fieldnames or ()):
                    raise BadFile(f"{path}: there is no column {column}; there are {_names(reader)}")
            for line in reader:
                yield line[text] or "", _label(line[label], path, reader.line_num) if label else False
        except UnicodeDecodeError:
            raise BadFile(f"{path}: this is not UTF-8 text") from None
        except csv.Error as error:
            raise BadFile(f"{path}, line {reader.line_num}: {error}") from None


def _label(value: str | None, path: Path, line: int) -> bool:
    try:
        return _LABELS[(value or "").strip()]
    except KeyError:
        raise BadFile(f"{path}, line {line}: the label is {value!r}, not 1 or 0") from None


def _names(reader: "csv.DictReader[str]") -> str:
    return ", ".join(reader.fieldnames or ()) or "none"
