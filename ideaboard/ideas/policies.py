"""Who may send, change and withdraw ideas. Pure predicates; `role` is the person's role in the business."""

from typing import Any

from ideaboard.ideas.models import Idea
from ideaboard.posts.models import DRAFT, HELD, PUBLISHED
from ideaboard.posts.policies import may_contribute, may_repair


def may_send(person: Any, role: str | None) -> bool:
    """Say whether a person may send ideas here: never to the challenge of one's own business."""
    return may_contribute(person) and role is None


def may_change(person: Any, idea: Idea) -> bool:
    """Say whether a person may edit or withdraw an idea now: its author, until ideas close.

    Under the open rule that is the end; under the fair rule it is when support opens. What a moderator asked for
    can always be done.
    """
    own = may_contribute(person) and idea.author_id == person.id
    return own and (may_repair(idea) or (idea.status in {PUBLISHED, HELD} and idea.challenge.accepts_ideas))


def may_continue(person: Any, idea: Idea) -> bool:
    """Say whether a person may go on writing this draft."""
    return bool(person.is_authenticated and idea.author_id == person.id and idea.status == DRAFT)
