"""The word a business has in its address, made from its name."""

from collections.abc import Iterator
from itertools import count

from ideaboard.web.slugs import slugify

RESERVED = frozenset({"baru"})
LONGEST = 50  # leaves room for a number
_FALLBACK = "usaha"


def slug_candidates(name: str) -> Iterator[str]:
    """Return addresses for a name, best first, without end: keripik-bu-marni, keripik-bu-marni-2, …"""
    stem = slugify(name, LONGEST) or _FALLBACK
    if stem not in RESERVED:
        yield stem
    for number in count(2):
        yield f"{stem}-{number}"
