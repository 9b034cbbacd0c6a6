"""Who may do what to people. Pure predicates."""

from typing import Any


def may_administer(person: Any) -> bool:
    """Say whether this person may see the admin pages and change roles."""
    return bool(person.is_authenticated and person.is_active and person.is_admin)
