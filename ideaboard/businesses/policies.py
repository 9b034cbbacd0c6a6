"""Who may do what with a business. Pure predicates."""

from typing import Any

from ideaboard.businesses.models import OWNER, STAFF


def may_create(person: Any) -> bool:
    """Say whether this person may open a business: a member with a confirmed address."""
    return bool(person.is_authenticated and person.is_active and person.is_confirmed)


def may_edit(role: str | None) -> bool:
    """Say whether a role lets a person change what the business shows."""
    return role in (OWNER, STAFF)


def may_see_contact(person: Any, role: str | None) -> bool:
    """Say whether this person sees the private contact: the team and admins."""
    return may_edit(role) or bool(person.is_authenticated and person.is_admin)


def may_change_team(role: str | None) -> bool:
    """Say whether a role lets a person invite, remove and hand over."""
    return role == OWNER
