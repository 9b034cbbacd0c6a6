"""The address of a board, made from the title of its challenge."""

from secrets import token_hex

from sqlalchemy import select

from ideaboard.challenges.models import Challenge
from ideaboard.extensions import db
from ideaboard.web.slugs import slugify


def free_slug(title: str, challenge_id: int | None = None) -> str:
    """Return a slug that no other challenge has; a taken one gets a random end."""
    wished = slugify(title)
    taken = select(Challenge.id).where(Challenge.slug == wished, Challenge.id != (challenge_id or 0))
    with db.session.no_autoflush:
        if wished and db.session.scalar(taken) is None:
            return wished
    return f"{wished or 'tantangan'}-{token_hex(4)}"
