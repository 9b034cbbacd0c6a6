"""What people can be told: the package that knows an event says whom, in which words, and where it leads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True)
class Event:
    """Something that happened, as the outbox carries it; `number` tells several about one thing apart."""

    kind: str
    post_id: int | None = None
    business_id: int | None = None
    actor_id: int | None = None
    number: int = 0
    people: tuple[int, ...] = ()  # whom to tell, when who wrote it knows; else the kind finds them

    @property
    def subject_id(self) -> int:
        """What it is about: a post, else a business."""
        return self.post_id or self.business_id or 0

    @property
    def key(self) -> str:
        """What makes this event the same when it is delivered again."""
        return f"{self.kind}:{self.subject_id}:{self.number}"


@dataclass(frozen=True)
class About:
    """What a notice is about, as its reader may see it now."""

    title: str
    path: str
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """One kind of event.

    `look_up(ids, viewer)` returns what `viewer` may see of these subjects, in a fixed number of queries; what it
    leaves out is told to nobody and shows no title. `recipients(event)` selects ids of people, at the moment of
    sending. `sentence(name, about)` is called in the reader's language with the name of who did it.
    """

    symbol: str  # of static/icons.svg
    sentence: Callable[[str, About], str]
    look_up: Callable[[Sequence[int], Any], dict[int, About]]
    recipients: Callable[[Event], Select[Any]]
    by_mail: bool = False  # at once: replies and decisions on one's own posts
    can_be_declined: bool = False  # whoever wants no mails about answers gets none of these


KINDS: dict[str, Kind] = {}


def register_kind(name: str, kind: Kind) -> None:
    """Let events of this name be told; called when the module that knows them is imported."""
    KINDS[name] = kind
