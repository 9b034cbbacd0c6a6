"""Find entries of the search index: safe for any input, and never ranking more than the newest hits."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Select,
    String,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
)

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


def terms(asked: Asked) -> dict[str, Any]:
    """Return what is looked for, in the language of this index, by the names of the parameters of `ranked_hits`."""
    return _sqlite_terms(asked) if is_sqlite() else _postgresql_terms(asked)


def ranked_hits(asked: Asked | None, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select (id, kind, object_id, score) of the newest entries that hold every word and meet the conditions.

    With None it can be kept: what is looked for are then parameters, whose values `terms` gives.
    """
    match, score = (_sqlite_match if is_sqlite() else _postgresql_match)(terms(asked) if asked else None)
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
    # The limit stands in the statement itself: a plan that is kept for any number would read every hit.
    return found.where(match, *conditions).order_by(newest.desc()).limit(literal_column(str(limit)))


def fts_match(expression: Any) -> ColumnElement[bool]:
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


def _sqlite_terms(asked: Asked) -> dict[str, Any]:
    groups = (
        "(" + " OR ".join(f'"{start}"{_open(start, "*")}' for start in starts(word)) + ")" for word in asked.words
    )
    return {"match": "{title body} : (" + " AND ".join(groups) + ")"}


def _sqlite_match(given: dict[str, Any] | None) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    return fts_match(_parameter("match", given)), fts_score()


def _postgresql_terms(asked: Asked) -> dict[str, Any]:
    groups = ("(" + " | ".join(start + _open(start, ":*") for start in starts(word)) + ")" for word in asked.words)
    return {"exact": " & ".join(groups), "plain": " ".join(asked.words)}


def _postgresql_match(given: dict[str, Any] | None) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    exact = func.to_tsquery("simple", _parameter("exact", given))
    stems = func.plainto_tsquery("indonesian", _parameter("plain", given))
    # Ranked one by one: joined, a stem that equals a beginning would take its place and find no longer words.
    return ts_match(exact.op("||")(stems)), ts_score(exact) + ts_score(stems)


def _parameter(name: str, given: dict[str, Any] | None) -> Any:
    return given[name] if given else bindparam(name, type_=String())


def _open(start: str, sign: str) -> str:
    """Return the sign for "and whatever follows"; a single letter begins too many words to stand for them."""
    return sign if len(start) > 1 else ""
