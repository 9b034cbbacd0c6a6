"""Who may support what. Pure predicates; `role` is the person's role in the business."""

from typing import Any

from ideaboard.ideas.models import Idea
from ideaboard.posts.policies import may_contribute


def may_vote(person: Any, idea: Idea, role: str | None) -> bool:
    """Say whether this person may ever support this idea: a member, not its author, not running the business."""
    return may_contribute(person) and idea.author_id != person.id and role is None
