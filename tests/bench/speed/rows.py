"""The rows of the speed table: what is asked, of which server, and what it must at least reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote_plus

from tests.bench.speed import asking
from tests.bench.speed.load import Load
from tests.bench.speed.world import World

GUNICORN, WAITRESS = "gunicorn", "waitress"


def _same(share: float) -> dict[str, float]:
    return {GUNICORN: share, WAITRESS: share}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    page: str  # which server of the pair answers: "hello", "board", "bare" (no cache of pages) or "votes"
    make: Callable[[World, int], Load]  # the second is the port of the server
    share: dict[str, float] | None = None  # of hello's rate, by server
    milliseconds: float | None = None  # of processor time, at most
    of_uncached: float | None = None  # of the uncached page's processor time, at most


def _asks(path: str) -> Callable[[World, int], Load]:
    return lambda world, port: asking.pages(_filled(world, path))


def _search(words: str) -> Callable[[World, int], Load]:
    return _asks(f"/cari?q={quote_plus(words)}")


def _filled(world: World, path: str) -> str:
    return path.format(board=world.board, idea=world.idea)


HOT = "{board}?urut=ramai"
HELLO = Row("hello", "hello", _asks("/hello"))
UNCACHED = Row("board uncached", "bare", _asks(HOT))
ROWS = (
    HELLO,
    Row("board shuffled", "board", lambda world, port: asking.pages(*asking.shuffled(world)), share=_same(0.45)),
    Row("board hot", "board", _asks(HOT), share=_same(0.45)),
    UNCACHED,
    Row("board 304", "board", lambda world, port: asking.unchanged(_filled(world, HOT), port), of_uncached=0.4),
    Row(
        "board signed in",
        "board",
        lambda world, port: asking.signed_in(world, _filled(world, HOT)),
        share={GUNICORN: 0.20, WAITRESS: 0.12},
    ),
    Row("idea cached", "board", _asks("{idea}"), share=_same(0.35)),
    Row("idea uncached", "bare", _asks("{idea}"), share=_same(0.25)),
    Row("search two words", "board", _search(asking.TWO_WORDS), milliseconds=8),
    Row("search rare word", "board", _search(asking.RARE_WORD), milliseconds=4),
    Row("vote", "votes", lambda world, port: asking.votes(world), share={GUNICORN: 0.15, WAITRESS: 0.12}),
)
