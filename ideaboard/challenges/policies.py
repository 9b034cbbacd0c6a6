"""Who may do what with a challenge."""

from ideaboard.businesses.models import OWNER, STAFF


def may_manage(role: str | None) -> bool:
    """Say whether a role in the business (see `businesses.queries.role_of`) lets a person run its challenges."""
    return role in (OWNER, STAFF)
