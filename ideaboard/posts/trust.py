"""How far a person is trusted, as screening and quotas ask for it; the level itself is stored by moderation."""

from typing import Any

from ideaboard.screening.context import TRUSTED


def level_of(person: Any) -> int:
    """Return the stored level; moderators and admins are trusted."""
    return TRUSTED if person.is_moderator or person.is_admin else int(person.trust_level)
