"""Who may decide, and until when. Pure predicates."""

from datetime import datetime, timedelta
from typing import Any

from ideaboard.data.clock import now

UNDO_FOR = timedelta(minutes=10)


def may_moderate(person: Any) -> bool:
    """Say whether this person may decide at all; about which cases is asked in judging/conflicts.py.

    Admins stand in where there is no moderator who could.
    """
    return bool(person.is_authenticated and person.is_active and (person.is_moderator or person.is_admin))


def may_undo(made_at: datetime) -> bool:
    """Say whether a decision is young enough to be taken back."""
    return now() < made_at + UNDO_FOR
