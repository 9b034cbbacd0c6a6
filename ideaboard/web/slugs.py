"""The readable part of an address, made from a typed name or title."""

import re
import unicodedata

LONGEST = 60
_BETWEEN = re.compile(r"[^a-z0-9]+")


def slugify(text: str, longest: int = LONGEST) -> str:
    """Return plain letters, digits and hyphens, cut at a word; empty when the text has none of them."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = _BETWEEN.sub("-", text.lower()).strip("-")
    cut = words[:longest]
    if len(words) > longest and "-" in cut:
        cut = cut.rpartition("-")[0]
    return cut.strip("-")
