"""The ways in which a text is made to look different from what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Disguise = Callable[[str], str]

_LEET = str.maketrans("aiueos", "41u3o5")
_ALIKE = str.maketrans("aceopxy", "асеорху")  # Cyrillic
_VOWELS = re.compile(r"[aiueo]", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]{4,}")


def leet(text: str) -> str:
    """Write letters as digits."""
    return _WORD.sub(lambda found: found[0].lower().translate(_LEET).replace("o", "0"), text)


def alike(text: str) -> str:
    """Write letters that look the same."""
    return text.translate(_ALIKE)


def bold(text: str) -> str:
    """Write mathematical bold letters."""
    return "".join(chr(0x1D41A + ord(sign) - 97) if "a" <= sign <= "z" else sign for sign in text.lower())


def invisible(text: str) -> str:
    """Put a zero-width space between letters."""
    return _WORD.sub(lambda found: "\u200b".join(found[0]), text)


def _some(text: str, way: Callable[[str], str]) -> str:
    """Change every third long word or so, always the same ones."""
    random = Random(len(text))
    return _WORD.sub(lambda found: way(found[0]) if random.random() < 0.4 else found[0], text)


def spaced(text: str) -> str:
    """Space some words out."""
    return _some(text, " ".join)


def dotted(text: str) -> str:
    """Split some words by dots."""
    return _some(text, ".".join)


def stretched(text: str) -> str:
    """Draw vowels out."""
    return _WORD.sub(lambda found: _VOWELS.sub(lambda vowel: vowel[0] * 3, found[0]), text)


def mixed(text: str) -> str:
    """Use all of them, one for each word in turn."""
    ways = (leet, alike, bold, invisible, stretched, " ".join, ".".join)
    random = Random(len(text))
    return _WORD.sub(lambda found: random.choice(ways)(found[0]), text)


DISGUISES: dict[str, Disguise] = {
    "leet": leet,
    "look-alikes": alike,
    "bold": bold,
    "zero-width": invisible,
    "spaced": spaced,
    "dotted": dotted,
    "stretched": stretched,
    "mixed": mixed,
}
