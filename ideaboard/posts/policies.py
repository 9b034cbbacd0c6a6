"""Who may contribute and who sees what is not public. Pure predicates."""

from typing import Any

from ideaboard.accounts.policies import write_problem
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, Post
from ideaboard.web.problems import Silenced


def may_contribute(person: Any) -> bool:
    """Say whether this person may send, support, comment: a signed-in member with a confirmed address."""
    return bool(person.is_authenticated and person.is_active and person.is_confirmed)


def must_not_be_silenced(person: Any) -> None:
    """Raise Silenced for who may not write now; what was carried through sign-in passes here and not the guard."""
    if problem := write_problem(person):
        raise Silenced(problem)


def may_repair(post: Any) -> bool:
    """Say whether a moderator asked its author to change a post, and waits for it: then no time limit holds.

    So it is, too, of a post on show whose claim was labelled.
    """
    return post.repair_asked_at is not None and post.status in {HELD, HIDDEN, PUBLISHED}


def may_see(person: Any, post: Post) -> bool:
    """Say the same as queries.visible_to, for one loaded post (its parents are asked by the loader)."""
    if post.status == PUBLISHED:
        return True
    if not person.is_authenticated:
        return False
    return bool(post.author_id == person.id or (person.is_moderator and post.status in {HELD, HIDDEN}))
