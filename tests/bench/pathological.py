"""Texts made to be slow, to fill the memory or to grow: `python -m tests.bench.pathological [--families N]`.

Every sign of our Markdown and every piece that its parsers look back at, repeated, nested, alternated and mixed to
the longest text that any form takes. Prints the worst ten of each measure; the limits are 1 s, 200 MB and 40 times.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
import tracemalloc
from collections.abc import Iterator
from typing import NamedTuple

from ideaboard.web.markup import excerpt, render_markdown
from tests.web.payloads import ENDLESS

LONGEST = 8_000  # characters: the brief of a challenge
MOST_CPU, MOST_MEMORY, MOST_OUTPUT = 1.0, 200 * 2**20, 40
OPENING = ["[", "![", "(", "*", "**", "_", "__", "`", "``", "> ", "- ", "1. ", "<", "<!--", "&#", "[a](", "http://"]
CLOSING = ["]", ")", "*", "**", "_", "`", "``", "\n", ">", "-->", ";", "](b)", " ", "/", ".", "\\"]
SIGNS = [
    *OPENING,
    *CLOSING,
    "a",
    " ",
    "\n\n",
    "    ",
    "\t",
    "\\",
    "é",
    "\U0001f34c",
    "www.a.id",
    "a@b.id",
    "&amp;",
    "~~~",
]


class Cost(NamedTuple):
    """What a text cost: CPU seconds, bytes of memory at the peak, and how many times its own length came out."""

    cpu: float
    memory: int
    output: float


def render(source: str) -> str:
    """Render a text as it is when it is written."""
    excerpt(source)
    return render_markdown(source)


def cost_of(source: str, *, memory: bool = True) -> Cost:
    """Render a text and look at what that took. Memory is looked at in a second run, which that slows down."""
    started = time.thread_time()
    made = render(source)
    cpu = time.thread_time() - started
    return Cost(cpu, _peak(source) if memory else 0, len(made) / max(1, len(source)))


def _peak(source: str) -> int:
    tracemalloc.start()
    try:
        render_markdown(source)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def families(seed: int = 0) -> Iterator[str]:
    """Give hostile texts of the full length without end: the known ones first, then mixtures."""
    yield from (_filled(unit) for unit in [*ENDLESS, *SIGNS])
    for first, second in itertools.product(OPENING, CLOSING):
        half = LONGEST // 2
        yield _filled(first, half) + _filled(second, half)  # everything opens, then everything closes
        yield _filled(first + second)
        yield _filled(first + "a" + second + "b ")
    rng = random.Random(seed)
    while True:
        unit = "".join(rng.choices(SIGNS, k=rng.randint(2, 6)))
        around = rng.choice(["", "\n", " ", "> ", "- "])
        yield _filled(around + unit) if rng.random() < 0.7 else "".join(rng.choices(SIGNS, k=LONGEST))[:LONGEST]


def _filled(unit: str, length: int = LONGEST) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def main() -> int:
    """Measure and say; the status tells whether a limit was passed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--families", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    found = [(cost_of(text), text) for text in itertools.islice(families(chosen.seed), chosen.families)]
    for place, name, most in ((0, "CPU s", MOST_CPU), (1, "bytes", MOST_MEMORY), (2, "times", MOST_OUTPUT)):
        print(f"{name}, at most {most}:")
        for cost, text in sorted(found, key=lambda pair: -pair[0][place])[:10]:
            print(f"  {cost[place]:>14.3f}  {text[:40]!r}")
    return int(not all(_is_within(cost) for cost, _ in found))


def _is_within(cost: Cost) -> bool:
    return cost.cpu <= MOST_CPU and cost.memory <= MOST_MEMORY and cost.output <= MOST_OUTPUT


if __name__ == "__main__":
    sys.exit(main())
