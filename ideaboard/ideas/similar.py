"""Ideas that are like a text: those of the same challenge, and those of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.data.candidates import candidates, rare_terms, terms_of
from ideaboard.data.search_index import Entry
from ideaboard.extensions import db
from ideaboard.ideas.forms import BODY, IdeaText
from ideaboard.ideas.models import Idea
from ideaboard.ideas.paths import board_path, idea_path, slug_of
from ideaboard.posts.likeness import READ, Shape, likeness
from ideaboard.posts.models import Post
from ideaboard.posts.queries import is_public

ALIKE, VERY_ALIKE = 0.3, 0.5
SHOWN_HERE, SHOWN_ELSEWHERE = 5, 3
COMPARED_HERE, COMPARED_ELSEWHERE = 30, 20
_POSTS: Any = Post.__table__
_IDEAS: Any = Idea.__table__
_CHALLENGES: Any = Challenge.__table__


@dataclass(frozen=True)
class Similar:
    """One idea that is like the text."""

    id: int
    title: str
    excerpt: str
    author: str
    challenge_title: str
    challenge_slug: str
    likeness: float

    @property
    def path(self) -> str:
        """The address of the idea's page."""
        return idea_path(self.id, slug_of(self.title))

    @property
    def challenge_path(self) -> str:
        """The address of the board it is on."""
        return board_path(self.challenge_slug)


@dataclass(frozen=True)
class Found:
    """What is like a text, the most alike first."""

    here: Sequence[Similar] = ()
    elsewhere: Sequence[Similar] = ()

    def __bool__(self) -> bool:
        """Say whether anything was found."""
        return bool(self.here or self.elsewhere)

    @property
    def ids(self) -> list[int]:
        """The ideas that are shown."""
        return [one.id for one in (*self.here, *self.elsewhere)]

    def asks(self, seen: Sequence[int]) -> bool:
        """Say whether an idea of this challenge is so alike that its author should look, and has not yet."""
        return any(one.likeness >= VERY_ALIKE and one.id not in seen for one in self.here)


def similar_to(text: IdeaText, challenge_id: int) -> Found:
    """Return the ideas like `text`: nothing before there is a text to compare. Five statements at most."""
    if len(text.body) < BODY[0]:
        return Found()
    terms = terms_of(text.title, text.body[:READ])
    rare = rare_terms(terms) if terms else []
    if not rare:
        return Found()
    shape, on_board = Shape.of(text.title, text.body), Entry.challenge_id == challenge_id
    public = and_(Entry.kind == "idea", is_public(Entry.object_id))
    here = _alike(shape, candidates(rare, terms, COMPARED_HERE, on_board, public))[:SHOWN_HERE]
    others = candidates(rare, terms, COMPARED_ELSEWHERE, ~on_board, public)
    elsewhere = _alike(shape, others)[:SHOWN_ELSEWHERE]
    cards = _cards({**dict(here), **dict(elsewhere)})
    return Found(*([cards[ident] for ident, _ in group if ident in cards] for group in (here, elsewhere)))


def _alike(shape: Shape, rows: Sequence[Any]) -> list[tuple[int, float]]:
    """Return (id, likeness) of the rows that are alike enough to be shown, the most alike first."""
    measured = ((row.object_id, likeness(shape, Shape.of(row.title, row.body))) for row in rows)
    return sorted((pair for pair in measured if pair[1] >= ALIKE), key=lambda pair: (-pair[1], pair[0]))


def _cards(measured: dict[int, float]) -> dict[int, Similar]:
    if not measured:
        return {}
    users: Any = User.__table__
    wanted = (
        select(_IDEAS.c.id, _IDEAS.c.title, _IDEAS.c.excerpt, users.c.name, _CHALLENGES.c.title, _CHALLENGES.c.slug)
        .join(_POSTS, _POSTS.c.id == _IDEAS.c.id)
        .join(users, users.c.id == _POSTS.c.author_id)
        .join(_CHALLENGES, _CHALLENGES.c.id == _IDEAS.c.challenge_id)
        .where(_IDEAS.c.id.in_(sorted(measured)))
    )
    return {row[0]: Similar(*row, measured[row[0]]) for row in db.session.execute(wanted)}
