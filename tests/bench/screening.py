"""Print the figures of the rules as shipped, untaught: `python -m tests.bench.screening --data FOLDER`.

The folder holds gambling.csv, fraud.csv, abuse.csv and ordinary.csv (text, label, source). Texts with the same
letters count once. Nothing of them is kept. `--half 0` or `--half 1` takes every second text by its hash: whoever
reads rows to write rules reads one half and measures on the other.
"""

from __future__ import annotations

import argparse
import csv
import gc
import random
import statistics
import time
import zlib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from ideaboard.screening.engine import HOLD, REFUSE, WARN, Result, screen
from ideaboard.screening.normalise import normalise
from tests.bench.disguises import DISGUISES
from tests.bench.disguises import disguised as disguise

csv.field_size_limit(10_000_000)
KINDS = ("gambling", "fraud", "abuse")
_BLOCKING = (HOLD, REFUSE)
_SOME = 400  # disguised texts of each kind


class Row(NamedTuple):
    """A text, whether it is of the kind, where it comes from, and what is said of it."""

    text: str
    is_kind: bool
    source: str
    result: Result


def rows_of(folder: Path, name: str, half: int | None) -> list[Row]:
    """Read and screen a set."""
    rows: dict[str, Row] = {}
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            text = line["text"]
            letters = "".join(filter(str.isalpha, normalise(text).text))
            if half is None or zlib.crc32(text.encode()) & 1 == half:
                rows.setdefault(letters or text, Row(text, line["label"] == "1", line["source"], screen(text)))
    return list(rows.values())


def share(rows: list[Row], *verdicts: str) -> float:
    """Return the share of rows with one of the verdicts, in per cent."""
    return 100 * sum(row.result.verdict in verdicts for row in rows) / max(1, len(rows))


def ordinary(rows: list[Row]) -> None:
    """Print what happens to ordinary talk, by its source."""
    for source in ("all", *sorted({row.source for row in rows})):
        some = [row for row in rows if source in ("all", row.source)]
        parts = [f"{verdict} {share(some, verdict):.3f} %" for verdict in (HOLD, REFUSE, WARN)]
        print(f"ordinary {source:<14} {len(some):>6} texts   {'   '.join(parts)}")


def kind(name: str, rows: list[Row]) -> None:
    """Print recall and false alarms of a kind, by source, at the shipped points."""
    acting = (WARN, *_BLOCKING) if name == "abuse" else _BLOCKING
    for source in ("all", *sorted({row.source for row in rows})):
        some = [row for row in rows if source in ("all", row.source)]
        of_kind = [row for row in some if row.is_kind]
        others = [row for row in some if not row.is_kind]
        caught = sum(row.result.verdict in acting for row in of_kind)
        wrong = sum(row.result.verdict in acting for row in others)
        print(
            f"{name:<8} {source:<14} recall {caught / max(1, len(of_kind)):.3f}   its ordinary rows acted on "
            f"{100 * wrong / max(1, len(others)):.2f} %   precision {caught / max(1, caught + wrong):.3f}"
            f"   refused {share(of_kind, REFUSE):.1f} % / {share(others, REFUSE):.2f} %"
        )


def disguised(name: str, rows: list[Row]) -> None:
    """Print how much recall is left when texts that were caught as typed are disguised."""
    acting = (WARN, *_BLOCKING) if name == "abuse" else _BLOCKING
    caught = [row for row in rows if row.is_kind and row.result.verdict in acting and row.text.isascii()]
    some = random.Random(1).sample(caught, min(_SOME, len(caught)))
    print(f"{name:<8} disguised, of {len(some)}:", end=" ")
    for way in DISGUISES:
        kept = sum(screen(disguise(row.text, way)).verdict in acting for row in some)
        print(f"{way} {kept / max(1, len(some)):.3f}", end="  ")
    print()


def speed(texts: list[str]) -> None:
    """Print the time for texts of 1,000 characters, and the slowest of 20,000."""
    joined = " ".join(texts)
    gc.collect()
    gc.freeze()  # so that the collector does not walk through the rows of this measurement while the engine works
    pieces = [joined[begin : begin + 1000] for begin in range(0, min(len(joined), 400_000), 1000)]
    times = sorted(_milliseconds(piece) for piece in pieces)
    print(
        f"1,000 characters: median {statistics.median(times):.2f} ms, 95 % {times[int(0.95 * len(times))]:.2f} ms"
    )
    worst = max((_milliseconds(text), repr(text[:12])) for text in _hard_texts(joined))
    print(f"20,000 characters of anything: at worst {worst[0]:.0f} ms ({worst[1]})")


def _milliseconds(text: str) -> float:
    """Return the time of the processor, which is that of the clock where nobody else is at work."""
    begin = time.process_time()
    screen(text)
    return 1000 * (time.process_time() - begin)


_GRAINS = (
    *("0", "a.", "08", "rek a ", "0-", "a-", "1 ", "www.a.co ", "slot depo ", "vegas88 ", "g a c o r ", "s1l0t "),
    *("modal 20rb jadi ", "*123*4", "⭐a1", "\u0301", "𝐆𝐀𝐂𝐎𝐑 ", "kamu goblok ", "jalan contoh no 1 ", "a@a."),
)


def _hard_texts(joined: str) -> list[str]:
    mixed = random.Random(2)
    noise = "".join(chr(mixed.randrange(32, 0x3000)) for _ in range(20_000))
    return [*((grain * 20_000)[:20_000] for grain in _GRAINS), noise, joined[:20_000]]


def main() -> None:
    """Measure everything."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--half", type=int, choices=(0, 1))
    asked = options.parse_args()
    talk = rows_of(asked.data, "ordinary", asked.half)
    ordinary(talk)
    for name in KINDS:
        rows = rows_of(asked.data, name, asked.half)
        kind(name, rows)
        disguised(name, rows)
    print("acted on by mistake, by signal:", _blamed(talk))
    random.Random(3).shuffle(talk)
    speed([row.text for row in talk])


def _blamed(rows: list[Row]) -> list[tuple[str, int]]:
    names = [signal.name for row in rows if row.result.verdict in _BLOCKING for signal in row.result.signals]
    return Counter(names).most_common(6)


if __name__ == "__main__":
    main()
