"""The readable part of an address, made from a typed name or title."""

import re
import unicodedata

LONGEST = 60


def slugify(text: str, longest: int = LONGEST) -> str:
    """Return plain letters, digits and hyphens, cut at a word; empty when the text has none of them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    cut = words[:longest]
    if len(words) > longest and "-" in cut:
        cut = cut.rpartition("-")[0]
    return cut.strip("-")
