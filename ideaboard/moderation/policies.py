"""Who may decide, and until when. Pure predicates."""

from datetime import datetime, timedelta
from typing import Any

from ideaboard.data.clock import now

UNDO_FOR = timedelta(minutes=10)


def may_moderate(person: Any) -> bool:
    """Say whether this person may decide about posts at all; about which ones is asked in queries.py."""
    return bool(person.is_authenticated and person.is_active and person.is_moderator)


def may_undo(made_at: datetime) -> bool:
    """Say whether a decision is young enough to be taken back."""
    return now() < made_at + UNDO_FOR
