"""Disguise words the way people do who want to get past a filter: for measuring, and for tests."""

import random
import re
from collections.abc import Callable

Disguise = Callable[[str, random.Random], str]

# A web address stays what it is: disguised, it would lead nowhere.
_PART = re.compile(r"(?:https?:/+|www\.)\S+|\S+\.(?:com|net|org|id|tk|me|co|info|xyz|ly)\b\S*|[A-Za-z]{3,}")
_LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7", "b": "8", "l": "l1"}
_LINES = "aаα bЬ cсϲ dԁ eеε gɡ hһ iіι jј kκк lӏ mм nո oоο pрρ rг sѕ tт uυս vν wԝ xх yу zʐ"
_ALIKE = {line[0]: line[1:] for line in _LINES.split(" ")}  # a Latin letter, what is put in its place
_HIDDEN = "\u200b\u200c\u200d\u2060\ufeff"
_MIDDLE = ".-_*·"


def leet(word: str, chance: random.Random) -> str:
    """Return the word with digits and signs for some letters; half of it stays, or nobody could read it."""
    places = [place for place, sign in enumerate(word.lower()) if sign in _LEET]
    chosen = chance.sample(places, min(len(places), len(word) // 2))
    return "".join(
        chance.choice(_LEET[sign.lower()]) if place in chosen else sign for place, sign in enumerate(word)
    )


def lookalikes(word: str, chance: random.Random) -> str:
    """Return the word with Cyrillic and Greek letters among its own."""
    return "".join(
        chance.choice(_ALIKE[sign]) if sign in _ALIKE and chance.random() < 0.6 else sign for sign in word.lower()
    )


def bold(word: str, _chance: random.Random) -> str:
    """Return the word in mathematical bold letters."""
    return "".join(
        chr(0x1D400 + ord(sign) - ord("A")) if sign.isupper() else chr(0x1D41A + ord(sign) - ord("a"))
        for sign in word
        if sign.isascii()
    )


def zero_width(word: str, chance: random.Random) -> str:
    """Return the word with signs between its letters that take no room."""
    return "".join(sign + chance.choice(_HIDDEN) for sign in word[:-1]) + word[-1]


def spaced(word: str, _chance: random.Random) -> str:
    """Return the word with a blank between its letters, and wider ones around it."""
    return f" {' '.join(word)} "


def dotted(word: str, chance: random.Random) -> str:
    """Return the word with one kind of punctuation between its letters."""
    return chance.choice(_MIDDLE).join(word)


def stretched(word: str, chance: random.Random) -> str:
    """Return the word with some letters held."""
    return "".join(sign * chance.choice((1, 2, 3, 4)) for sign in word)


def mixed(word: str, chance: random.Random) -> str:
    """Return the word in one or two of the other disguises."""
    first = chance.choice((leet, lookalikes, stretched))
    second = chance.choice((zero_width, spaced, dotted, _plain))
    return second(first(word, chance), chance)


def _plain(word: str, _chance: random.Random) -> str:
    """Return the word as it is."""
    return word


DISGUISES: dict[str, Disguise] = {
    "leet": leet,
    "look-alikes": lookalikes,
    "bold": bold,
    "zero-width": zero_width,
    "spaced": spaced,
    "dotted": dotted,
    "stretched": stretched,
    "mixed": mixed,
}


def disguised(text: str, name: str, seed: int = 0, share: float = 1.0) -> str:
    """Return the text with that share of its words in that disguise; the same for the same seed."""
    chance = random.Random(f"{seed}{name}{text}")
    way = DISGUISES[name]

    def hide(part: re.Match[str]) -> str:
        return way(part[0], chance) if part[0].isalpha() and chance.random() < share else part[0]

    return _PART.sub(hide, text)
