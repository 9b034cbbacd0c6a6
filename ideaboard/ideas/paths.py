"""Addresses of ideas and of the board they are on, as people share them."""

import re
import unicodedata

LONGEST_SLUG = 60


def slug_of(title: str) -> str:
    """Return the readable end of an idea's address: plain letters, digits and hyphens; never empty."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    cut = words[:LONGEST_SLUG]
    if len(words) > LONGEST_SLUG and "-" in cut:
        cut = cut.rpartition("-")[0]
    return cut.strip("-") or "ide"


def idea_path(idea_id: int, slug: str) -> str:
    """Return the address of an idea's page."""
    return f"/i/{idea_id}-{slug}"


def board_path(challenge_slug: str) -> str:
    """Return the address of a challenge's board."""
    return f"/t/{challenge_slug}"
