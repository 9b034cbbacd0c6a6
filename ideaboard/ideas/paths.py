"""Addresses of ideas and of the board they are on, as people share them."""

from ideaboard.web.slugs import slugify


def slug_of(title: str) -> str:
    """Return the readable end of an idea's address; never empty."""
    return slugify(title) or "ide"


def idea_path(idea_id: int, slug: str) -> str:
    """Return the address of an idea's page."""
    return f"/i/{idea_id}-{slug}"


def board_path(challenge_slug: str) -> str:
    """Return the address of a challenge's board."""
    return f"/t/{challenge_slug}"
