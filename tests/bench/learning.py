"""Print how well the learned part does on rows it has not seen: `python -m tests.bench.learning --data FOLDER`.

Five folds after taking out texts with the same letters; the rows of ordinary.csv are added to the other texts of
each kind, and are split in the same folds. Everything is taught by the code that the board runs.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import NamedTuple

from ideaboard.screening.learning.disguising import disguised_features
from ideaboard.screening.learning.evaluation import Measured, auc, digest, folds_of, margin_for, reached, report
from ideaboard.screening.learning.examples import features_of
from ideaboard.screening.learning.weights import Example, Weights, taught
from ideaboard.screening.normalise import normalise
from tests.bench.disguises import DISGUISES, disguised

# The share of the kind's own ordinary rows that the table's recall allows.
HELD = {"gambling": 0.005, "fraud": 0.01, "abuse": 0.03, "spam": 0.01}
# So many rows of ordinary.csv are learned; all are measured. Of abuse a few: its own rows are in the majority of
# the kind, and many reviews would teach it the tone of reviews instead.
LEARNED = {"abuse": 1000}
FOLDS = 5


class Row(NamedTuple):
    """One text of the data, read."""

    text: str
    example: Example
    source: str


def main() -> None:
    """Measure every kind that was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True, help="folder with gambling.csv, ordinary.csv …")
    asked.add_argument("--kinds", nargs="*", default=list(HELD))
    asked.add_argument("--rows", type=int, default=0, help="take only so many rows of each file")
    asked.add_argument("--folds", type=int, default=FOLDS, help="measure only the first so many of the five")
    options = asked.parse_args()
    ordinary = read_rows(options.data / "ordinary.csv", options.rows)
    for kind in options.kinds:
        start = time.perf_counter()
        rows = read_rows(options.data / f"{kind}.csv", options.rows)
        in_folds(kind, rows, ordinary, options.folds)
        across(kind, rows, ordinary)
        print(f"   {time.perf_counter() - start:.0f} s\n", flush=True)


def read_rows(path: Path, most: int) -> list[Row]:
    """Read a file; of texts with the same letters the first stays."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    if most:
        lines = Random(7).sample(lines, min(most, len(lines)))
    found: dict[str, Row] = {}
    for line in lines:
        read = normalise(line["text"])
        is_kind = line["label"] == "1"
        example = Example(features_of(read), is_kind, 1.0, disguised_features(line["text"], is_kind))
        found.setdefault(digest(read), Row(line["text"], example, line["source"]))
    return list(found.values())


def in_folds(kind: str, rows: list[Row], ordinary: list[Row], folds: int) -> None:
    """Print the figures of the five folds: means of each."""
    fold_of = folds_of([row.example.is_kind for row in rows])
    ordinary_fold_of = folds_of([False] * len(ordinary))
    figures: dict[str, list[float]] = {}
    for fold in range(folds):
        learned = [row.example for row, its in zip(rows, fold_of, strict=True) if its != fold]
        everyday = [row.example for row, its in zip(ordinary, ordinary_fold_of, strict=True) if its != fold]
        learned += Random(fold).sample(everyday, min(LEARNED.get(kind, len(everyday)), len(everyday)))
        weights = taught(learned)
        tested = [row for row, its in zip(rows, fold_of, strict=True) if its == fold]
        talk = [row for row, its in zip(ordinary, ordinary_fold_of, strict=True) if its == fold]
        for name, value in fold_figures(kind, weights, tested, talk).items():
            figures.setdefault(name, []).append(value)
    print(f"{kind}: {len(rows)} rows, {sum(row.example.is_kind for row in rows)} of the kind")
    for name, values in figures.items():
        print(f"   {name:<44}{sum(values) / len(values):8.4f}", flush=True)


def fold_figures(kind: str, weights: Weights, tested: list[Row], talk: list[Row]) -> dict[str, float]:
    """Return everything that one fold says."""
    share = HELD[kind]
    own, everyday = measure(weights, tested), measure(weights, talk)
    every = own + everyday
    own_point = margin_for([one.margin for one in own if not one.is_kind], share)
    point = margin_for([one.margin for one in every if not one.is_kind], share)
    alone, joined = report(own), report(every)
    figures = {
        "AUC, own rows": alone["auc"],
        "AUC, ordinary rows added": joined["auc"],
        f"recall at {share:.1%} of its own ordinary rows": reached(own, own_point),
        f"recall at {share:.1%} of all ordinary rows": reached(own, point),
        "ordinary.csv held at the point of own rows": alarms(everyday, own_point),
        "precision at the middle": alone["precision"],
        "F1 at the middle": alone["f1"],
        "F1 at the best margin": best_f1(own),
    }
    for name in DISGUISES:
        changed = measure(
            weights, (row._replace(example=hidden(row, name)) for row in tested if row.example.is_kind)
        )
        for where, margin in (("own", own_point), ("all", point)):
            kept = reached(changed, margin) / (reached(own, margin) or 1)
            figures[f"recall kept when {name}, point of {where} rows"] = kept
    return figures


def hidden(row: Row, name: str) -> Example:
    """Return the row as the disguise leaves it."""
    return Example(features_of(normalise(disguised(row.text, name))), row.example.is_kind)


def measure(weights: Weights, rows: Iterable[Row]) -> list[Measured]:
    """Return what a model says of rows."""
    return [Measured(weights.margin(row.example.features), row.example.is_kind) for row in rows]


def alarms(measured: list[Measured], margin: float) -> float:
    """Return the share of ordinary texts beyond a margin."""
    return sum(one.margin > margin for one in measured) / (len(measured) or 1)


def best_f1(measured: list[Measured]) -> float:
    """Return F1 at the margin where it is best."""
    of_kind, hits, best = sum(one.is_kind for one in measured), 0, 0.0
    for said, one in enumerate(sorted(measured, reverse=True), 1):
        hits += one.is_kind
        best = max(best, 2 * hits / (said + of_kind))
    return best


def across(kind: str, rows: list[Row], ordinary: list[Row]) -> None:
    """Print the figures of a model taught on one source and half of ordinary.csv, tested on all the rest."""
    sources = sorted({row.source for row in rows})
    if len(sources) < 2:
        return
    half = [row.example for row in ordinary[::2]]
    for source in sources:
        weights = taught([row.example for row in rows if row.source == source] + half)
        other = measure(weights, [*(row for row in rows if row.source != source), *ordinary[1::2]])
        kept = [one.margin for one in other if not one.is_kind]
        said = " · ".join(f"{share:.1%}: {reached(other, margin_for(kept, share)):.4f}" for share in (0.001, 0.01))
        print(f"   taught on {source}, tested on the others: AUC {auc(other):.4f}, recall at {said}")


if __name__ == "__main__":
    main()
