"""The table: each row's figures, its share of hello, and what it should at least be."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from tests.bench.speed.measuring import Figures
from tests.bench.speed.rows import HELLO, UNCACHED

HEAD = (
    f"{'row':<18}{'server':<10}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8}{'x hello':>9}{'by CPU':>8}"
    f"{'wanted':>16}  errors"
)


def lines(figures: list[Figures]) -> Iterator[str]:
    """Give the lines of the table."""
    yield HEAD
    of = {(each.row.name, each.server): each for each in figures}
    for each in figures:
        hello, uncached = of[HELLO.name, each.server], of.get((UNCACHED.name, each.server))
        yield _line(each, hello, uncached)


def crowded(figures: list[Figures]) -> Iterator[str]:
    """Give the lines about many connections at once."""
    yield f"\n{'64 connections':<18}{'server':<10}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'p99/p50':>9}   (<= 4)"
    for each in figures:
        p50, p99 = each.median("p50"), each.median("p99")
        ratio = p99 / p50 if p50 else 0.0
        yield f"{each.row.name:<18}{each.server:<10}{each.median('rates'):>8.0f}{p50:>8.1f}{p99:>8.1f}{ratio:>9.1f}"


def _line(each: Figures, hello: Figures, uncached: Figures | None) -> str:
    # Round by round: what slowed one slowed the other.
    rate = statistics.median(a / b for a, b in zip(each.rates, hello.rates, strict=True))
    by_cpu = statistics.median(b / a for a, b in zip(each.cpu, hello.cpu, strict=True) if a)
    return (
        f"{each.row.name:<18}{each.server:<10}{each.median('rates'):>8.0f}{each.median('p50'):>8.1f}"
        f"{each.median('p99'):>8.1f}{each.median('cpu'):>8.2f}{rate:>9.2f}{by_cpu:>8.2f}"
        f"{_wanted(each, uncached):>16}  {each.errors or ''}"
    ).rstrip()


def _wanted(each: Figures, uncached: Figures | None) -> str:
    row = each.row
    if row.share:
        return f">= {row.share[each.server]:.2f}"
    if row.milliseconds:
        return f"<= {row.milliseconds:.0f} CPU ms"
    if row.of_uncached and uncached:
        part = each.median("cpu") / uncached.median("cpu")
        return f"{part:.2f} of <= {row.of_uncached:.2f}"
    return ""
