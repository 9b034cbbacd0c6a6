"""The word a business has in its address, made from its name."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import count

RESERVED = frozenset({"baru"})
LONGEST = 50  # leaves room for a number
_FALLBACK = "usaha"


def slug_candidates(name: str) -> Iterator[str]:
    """Return addresses for a name, best first, without end: keripik-bu-marni, keripik-bu-marni-2, …"""
    stem = _plain(name) or _FALLBACK
    if stem not in RESERVED:
        yield stem
    for number in count(2):
        yield f"{stem}-{number}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:LONGEST].strip("-")
