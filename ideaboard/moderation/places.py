"""Where a post stands, in words: what it is, what it was sent to, and its address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.challenges.notices import look_up_challenges
from ideaboard.challenges.updates.notices import look_up_updates
from ideaboard.comments.notices import look_up_comments
from ideaboard.ideas.notices import look_up_ideas
from ideaboard.notifications.kinds import About


@dataclass(frozen=True)
class Kind:
    """How one kind of post is named, and who knows its titles."""

    name: Any
    alone: Any  # the name when there is no title to follow
    look_up: Callable[[Sequence[int], Any], dict[int, About]]


@dataclass(frozen=True)
class Place:
    """Where one post stands. Without a path when its surroundings are gone."""

    kind: Any
    title: str = ""
    path: str = ""

    def __str__(self) -> str:
        """Name the post in a sentence."""
        return f"{self.kind} “{self.title}”" if self.title else str(self.kind)


KINDS = {
    "idea": Kind(_l("Idea"), _l("Idea"), look_up_ideas),
    "comment": Kind(_l("Comment on"), _l("Comment"), look_up_comments),
    "update": Kind(_l("Update in"), _l("Update"), look_up_updates),
    "challenge": Kind(_l("Challenge"), _l("Challenge"), look_up_challenges),
}


def places_of(posts: Iterable[tuple[int, str]], viewer: Any) -> dict[int, Place]:
    """Return where each (id, kind) stands as `viewer` sees it; one query for each kind among them."""
    ids: dict[str, list[int]] = {}
    for ident, kind in posts:
        ids.setdefault(kind, []).append(ident)
    return {
        ident: place for kind, some in ids.items() for ident, place in _of_kind(kind, sorted(some), viewer).items()
    }


def _of_kind(kind: str, ids: list[int], viewer: Any) -> dict[int, Place]:
    known = KINDS.get(kind)
    seen = known.look_up(ids, viewer) if known else {}
    name, alone = (known.name, known.alone) if known else (_l("Post"), _l("Post"))
    return {
        ident: Place(name, seen[ident].title, seen[ident].path) if ident in seen else Place(alone) for ident in ids
    }
