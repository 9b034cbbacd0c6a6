"""Entries that share rare words with a text: few enough to be compared one by one."""

from collections.abc import Sequence
from heapq import nlargest
from typing import Any

from sqlalchemy import ColumnElement, String, column, func, literal, select, table

from ideaboard.data.search import fts_match, is_sqlite, newest_hits, ts_match
from ideaboard.data.search_index import Entry
from ideaboard.data.words import STOP_WORDS, beginning, stem, words_of
from ideaboard.extensions import db

MOST_TERMS = 12
# Rare words together find so many entries at most; a word that alone finds more is cut to the newest ones.
BUDGET = 500
Term = tuple[str, ...]  # the beginnings under which one word is looked for
_ENTRIES: Any = Entry.__table__
_VOCABULARY = table("search_fts_words", column("term", String), column("doc"))


def terms_of(title: str, body: str) -> list[Term]:
    """Return what to look for: the telling words of the title, then the longest of the body."""
    words = [*words_of(title), *sorted(words_of(body), key=len, reverse=True)]
    telling = (word for word in words if len(word) > 2 and word not in STOP_WORDS and not word.isdigit())
    terms = dict.fromkeys(_term(word) for word in telling)
    return list(terms)[:MOST_TERMS]


def rare_terms(terms: Sequence[Term]) -> list[Term]:
    """Return the terms that occur least, as many as the budget allows; one statement."""
    budget = BUDGET
    counts = db.session.execute(select(*(_count(term, budget).scalar_subquery() for term in terms))).one()
    by_count = sorted((count, place) for place, count in enumerate(counts) if count)
    rare: list[Term] = []
    for count, place in by_count:
        budget -= count
        if rare and budget < 0:
            break
        rare.append(terms[place])
    return rare


def candidates(
    rare: Sequence[Term], terms: Sequence[Term], limit: int, *conditions: ColumnElement[bool]
) -> list[Any]:
    """Return (object_id, title, body) of entries with one of the rare terms, those with the most terms first."""
    match = fts_match(f"{{title body}} : ({_any(rare)})") if is_sqlite() else ts_match(_tsquery(rare))
    hits = newest_hits(match, literal(0), BUDGET, *conditions).subquery()
    found = select(hits.c.object_id, _ENTRIES.c.title, _ENTRIES.c.body).join(_ENTRIES, _ENTRIES.c.id == hits.c.id)
    # Counted here: a rank over many frequent words costs either database more than all the rest.
    return nlargest(limit, db.session.execute(found), key=lambda row: (_shared(terms, row), row.object_id))


def _shared(terms: Sequence[Term], row: Any) -> int:
    """Count the terms of an entry; those in the title twice."""
    title, body = row.title.lower(), row.body.lower()
    return sum(2 if _holds(title, term) else _holds(body, term) for term in terms)


def _holds(text: str, term: Term) -> bool:
    return any(start in text for start in term)


def _term(word: str) -> Term:
    return tuple(dict.fromkeys((beginning(word), stem(word))))


def _count(term: Term, most: int) -> Any:
    """Count the entries that hold a term; on PostgreSQL no further than makes a difference."""
    if is_sqlite():
        within = (_VOCABULARY.c.term.between(start, start + "\U0010ffff") for start in term)
        first, *others = (select(func.coalesce(func.sum(_VOCABULARY.c.doc), 0)).where(each) for each in within)
        return first if not others else select(first.scalar_subquery() + others[0].scalar_subquery())
    found = select(literal(1)).select_from(_ENTRIES).where(ts_match(_tsquery([term]))).limit(most + 1)
    return select(func.count()).select_from(found.subquery())


def _any(terms: Sequence[Term]) -> str:
    return " OR ".join(f'"{start}"*' for term in terms for start in term)


def _tsquery(terms: Sequence[Term]) -> ColumnElement[Any]:
    return func.to_tsquery("simple", " | ".join(f"{start}:*" for term in terms for start in term))
