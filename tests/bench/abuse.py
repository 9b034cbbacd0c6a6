"""Print how the rules against abuse do: `python -m tests.bench.abuse --data FOLDER`.

Lists and rules were written with an eye on the rows whose text hashes to an even number ("seen"), and on no others.
Besides: how many ordinary texts are stopped, asked for a source or masked, and how far groups are apart.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import Counter
from pathlib import Path

from ideaboard.screening.engine import Result, screen
from ideaboard.screening.signals import ABUSE, PERSONAL
from ideaboard.screening.verdicts import ALLOW, HOLD, REFUSE
from tests.bench.disguises import DISGUISES, disguised
from tests.screening.sentences_of_groups import gaps, sentences

HALVES = ("seen", "unseen")
WARNED = 0.5  # the score from which on the author is asked to reword
Rows = list[tuple[str, str]]  # text and label


def main() -> None:
    """Measure both halves of every file."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True, help="folder with abuse.csv, ordinary.csv, hoax.csv")
    folder = asked.parse_args().data
    for place, half in enumerate(HALVES):
        print(f"\n{half} rows")
        _abuse(_rows(folder / "abuse.csv", place))
        _ordinary([text for text, _ in _rows(folder / "ordinary.csv", place)])
        _hoaxes(_rows(folder / "hoax.csv", place))
    _fairness()


def _rows(path: Path, half: int) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    return [row for row in rows if int(hashlib.sha256(row[0].encode()).hexdigest(), 16) % 2 == half]


def _warned(text: str) -> bool:
    return screen(text).scores[ABUSE] >= WARNED


def _abuse(rows: Rows) -> None:
    found = [(text, label) for text, label in rows if _warned(text)]
    right = [text for text, label in found if label == "1"]
    abusive = sum(label == "1" for _, label in rows)
    print(f"abuse: precision {len(right) / len(found):.3f}, recall {len(right) / abusive:.3f} of {abusive}")
    kept = {name: sum(_warned(disguised(text, name)) for text in right) / len(right) for name in DISGUISES}
    print("   recall kept:", ", ".join(f"{name} {share:.2f}" for name, share in kept.items()))


def _ordinary(texts: list[str]) -> None:
    results = [screen(text) for text in texts]
    verdicts = Counter(result.verdict for result in results)
    stopped = [result for result in results if result.verdict != ALLOW]
    names = Counter(signal.name for result in stopped for signal in result.signals if signal.strength != "weak")
    warned, held = _share(len(stopped), texts), _share(verdicts[HOLD], texts)
    print(f"ordinary ({len(texts)}): warned or more {warned}, held {held}")
    print(f"   refused {verdicts[REFUSE]}, {_asked(results)}, masked {_share(_masked(results), texts)}")
    print("   most often:", ", ".join(f"{name} {count}" for name, count in names.most_common(6)))


def _masked(results: list[Result]) -> int:
    return sum(any(signal.family == PERSONAL for signal in result.signals) for result in results)


def _hoaxes(rows: Rows) -> None:
    for label, name in (("1", "hoaxes"), ("0", "true news")):
        results = [screen(text) for text, is_hoax in rows if is_hoax == label]
        print(f"{name} ({len(results)}): {_asked(results)}")


def _asked(results: list[Result]) -> str:
    return f"asked for a source {_share(sum(result.needs_source for result in results), results)}"


def _fairness() -> None:
    results = {(template, group): screen(sentence) for template, _, group, sentence in sentences()}
    widest = max(gaps({key: result.score for key, result in results.items()}).values())
    stopped = sum(result.verdict != ALLOW for result in results.values())
    print(f"\nfairness: {len(results)} sentences, {stopped} stopped, widest gap between groups {widest:.3f}")


def _share(part: int, whole: list) -> str:
    return f"{part / len(whole):.2%}"


if __name__ == "__main__":
    main()
