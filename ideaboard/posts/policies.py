"""Who may contribute and who sees what is not public. Pure predicates."""

from typing import Any

from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, Post


def may_contribute(person: Any) -> bool:
    """Say whether this person may send, support, comment: a signed-in member with a confirmed address."""
    return bool(person.is_authenticated and person.is_active and person.is_confirmed)


def may_see(person: Any, post: Post) -> bool:
    """Say the same as queries.visible_to, for one loaded post (its parents are asked by the loader)."""
    if post.status == PUBLISHED:
        return True
    if not person.is_authenticated:
        return False
    return bool(post.author_id == person.id or (person.is_moderator and post.status in {HELD, HIDDEN}))
