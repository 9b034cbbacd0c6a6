"""How long a start takes, and how much an installation weighs."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from ideaboard.config import ROOT
from tests.bench.speed.servers import embedded, on_gunicorn
from tests.bench.speed.world import World

MOST_SECONDS, MOST_MB = 2.0, 200


def lines(world: World, folder: Path, rounds: int) -> Iterator[str]:
    """Give the lines of both."""
    fresh = [_first_answer(world, folder, f"fresh-{number}", fresh=True) for number in range(rounds)]
    again = [_first_answer(world, folder, f"again-{number}") for number in range(rounds)]
    for name, starts in (("start, empty instance", fresh), ("start, filled instance", again)):
        wall, cpu = (statistics.median(each[place] for each in starts) for place in (0, 1))
        yield f"{name:<28}{wall:>8.2f} s to the first answer, {cpu:.2f} s CPU   (<= {MOST_SECONDS:.1f} s)"
    server = on_gunicorn("start-gunicorn", folder, "wsgi:app", **world.settings)
    yield f"{'start, gunicorn':<28}{server.started_in:>8.2f} s to the first answer, {server.cpu():.2f} s CPU"
    server.stop()
    for extra in ("", "scale"):
        name = f"install{' [scale]' if extra else ''}"
        yield f"{name:<28}{_installed('ideaboard', {extra} - {''}):>8.1f} MB   (<= {MOST_MB} MB)"


def _first_answer(world: World, folder: Path, name: str, *, fresh: bool = False) -> tuple[float, float]:
    place = {"IDEABOARD_INSTANCE": str(folder / name)} if fresh else {}
    server = embedded(name, folder, **{**world.settings, **place})
    spent = server.cpu()
    server.stop()
    return server.started_in, spent


def _installed(name: str, extras: set[str]) -> float:
    """Return the megabytes of a distribution's files and of all that it requires, and of our own folders."""
    files = {path for each in _required(name, extras) for path in _files(each)}
    own = [path for part in ("ideaboard", "templates", "static", "migrations") for path in (ROOT / part).rglob("*")]
    return sum(path.stat().st_size for path in {*files, *own} if path.is_file()) / 1e6


def _files(name: str) -> list[Path]:
    found = metadata.files(name) or []
    return [Path(str(path.locate())) for path in found]


def _required(name: str, extras: set[str]) -> set[str]:
    """Return the names of the distribution and of everything that it requires here."""
    found: set[str] = set()
    todo = [(name, extras)]
    while todo:
        each, wanted = todo.pop()
        if each in found:
            continue
        found.add(each)
        todo += [(part, extra) for part, extra in _parts(each, wanted) if part not in found]
    return found


def _parts(name: str, extras: set[str]) -> Iterator[tuple[str, set[str]]]:
    for line in metadata.requires(name) or []:
        needed, _, condition = line.partition(";")
        asked = re.search(r"""extra\s*==\s*['"]([^'"]+)""", condition)
        matched = re.match(r"\s*([\w.-]+)\s*(?:\[([^]]*)\])?", needed)
        if matched is None or (asked and asked[1] not in extras):
            continue
        try:
            metadata.distribution(matched[1])
        except metadata.PackageNotFoundError:  # Meant for another machine or another Python.
            continue
        yield matched[1], {extra.strip() for extra in (matched[2] or "").split(",")} - {""}
