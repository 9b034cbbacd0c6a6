"""Who may do what with a challenge."""

from ideaboard.businesses.models import OWNER, STAFF


def may_manage(role: str | None) -> bool:
    """Say whether a role in the business (see `businesses.queries.role_of`) lets a person run its challenges."""
    return role in (OWNER, STAFF)


def may_delete(role: str | None, *, is_author: bool) -> bool:
    """Say whether a person may delete a draft: the owner of the business, and whoever of the team began it."""
    return role == OWNER or (role == STAFF and is_author)
