"""Find entries of the search index: safe for any input, and never ranking more than the newest hits."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Double, Select, cast, column, func, literal_column, select, table

from ideaboard.data.search_index import Entry
from ideaboard.data.words import STOP_WORDS, beginning, words_of
from ideaboard.extensions import db

MOST_LETTERS, MOST_WORDS = 200, 8
# Only so many hits are ranked, the newest: what a very common word costs does not grow with the board. PostgreSQL
# reads each hit's whole vector to rank it, so it gets fewer.
RANKED = {"sqlite": 500, "postgresql": 300}
TITLE_WEIGHT, TEXT_WEIGHT = 8.0, 1.0
_ENTRIES: Any = Entry.__table__
_FTS = table("search_fts", column("rowid"))
_WORDS: ColumnElement[Any] = literal_column("search_entries.words")


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: folded words, and whether more was typed than is looked for."""

    words: tuple[str, ...]
    is_cut: bool = False

    @classmethod
    def parse(cls, typed: str) -> "Asked":
        """Read what was typed: words count, signs do not; words that say nothing only when there are no others."""
        words = list(dict.fromkeys(words_of(typed[:MOST_LETTERS])))
        telling = [word for word in words if word not in STOP_WORDS] or words
        is_cut = len(typed) > MOST_LETTERS or len(telling) > MOST_WORDS
        return cls(tuple(telling[:MOST_WORDS]), is_cut)

    def __bool__(self) -> bool:
        """Say whether there is anything to look for."""
        return bool(self.words)


def is_sqlite() -> bool:
    """Say which of the two kinds of index there is."""
    return bool(db.engine.dialect.name == "sqlite")


def ranked_hits(asked: Asked, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select (id, kind, object_id, score) of the newest entries that hold every word and meet the conditions."""
    match, score = _sqlite_match(asked) if is_sqlite() else _postgresql_match(asked)
    return newest_hits(match, score, RANKED[db.engine.dialect.name], *conditions)


def newest_hits(
    match: ColumnElement[bool], score: ColumnElement[Any], limit: int, *conditions: ColumnElement[bool]
) -> Select[Any]:
    """Select (id, kind, object_id, score) of the newest entries under `match`; the score is made for them only."""
    found = select(_ENTRIES.c.id, _ENTRIES.c.kind, _ENTRIES.c.object_id, score.label("score"))
    newest = _ENTRIES.c.id
    if is_sqlite():
        found = found.select_from(_FTS.join(_ENTRIES, _ENTRIES.c.id == _FTS.c.rowid))
        newest = _FTS.c.rowid
    return found.where(match, *conditions).order_by(newest.desc()).limit(limit)


def fts_match(expression: str) -> ColumnElement[bool]:
    """Return the condition that FTS5 finds `expression`, which holds quoted words of ours only."""
    return literal_column("search_fts").op("MATCH", is_comparison=True)(expression)


def fts_score() -> ColumnElement[Any]:
    """Return bm25 with the better hit higher; a word in the title weighs more."""
    return -func.bm25(literal_column("search_fts"), TITLE_WEIGHT, TEXT_WEIGHT, 0.0)


def ts_match(query: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that an entry holds what a tsquery asks."""
    return _WORDS.op("@@", is_comparison=True)(query)


def ts_score(query: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return PostgreSQL's rank with the same weights, as a number that a link can carry."""
    low = TEXT_WEIGHT / TITLE_WEIGHT
    weights: ColumnElement[Any] = literal_column(f"'{{0, {low}, {low}, 1}}'::float4[]")
    return cast(func.ts_rank(weights, _WORDS, query, 1), Double)


def starts(word: str) -> tuple[str, ...]:
    """Return the beginnings under which a word is looked for: itself, and itself without its ending."""
    return tuple(dict.fromkeys((word, beginning(word))))


def _sqlite_match(asked: Asked) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    groups = (
        "(" + " OR ".join(f'"{start}"{_open(start, "*")}' for start in starts(word)) + ")" for word in asked.words
    )
    return fts_match("{title body} : (" + " AND ".join(groups) + ")"), fts_score()


def _postgresql_match(asked: Asked) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    groups = ("(" + " | ".join(start + _open(start, ":*") for start in starts(word)) + ")" for word in asked.words)
    exact = func.to_tsquery("simple", " & ".join(groups))
    stems = func.plainto_tsquery("indonesian", " ".join(asked.words))
    # Ranked one by one: joined, a stem that equals a beginning would take its place and find no longer words.
    return ts_match(exact.op("||")(stems)), ts_score(exact) + ts_score(stems)


def _open(start: str, sign: str) -> str:
    """Return the sign for "and whatever follows"; a single letter begins too many words to stand for them."""
    return sign if len(start) > 1 else ""
