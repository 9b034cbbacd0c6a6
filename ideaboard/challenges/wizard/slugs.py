"""The address of a board, made from the title of its challenge."""

import re
import unicodedata
from secrets import token_hex

from sqlalchemy import select

from ideaboard.challenges.models import Challenge
from ideaboard.extensions import db

LONGEST = 60


def plain_slug(title: str) -> str:
    """Return plain letters, digits and hyphens; empty when the title has none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    cut = words[:LONGEST]
    if len(words) > LONGEST and "-" in cut:
        cut = cut.rpartition("-")[0]
    return cut.strip("-")


def free_slug(title: str, challenge_id: int | None = None) -> str:
    """Return a slug that no other challenge has; a taken one gets a random end."""
    wished = plain_slug(title)
    taken = select(Challenge.id).where(Challenge.slug == wished, Challenge.id != (challenge_id or 0))
    with db.session.no_autoflush:
        if wished and db.session.scalar(taken) is None:
            return wished
    return f"{wished or 'tantangan'}-{token_hex(4)}"
