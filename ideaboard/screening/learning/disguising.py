"""Put words into a disguise, so that a model also learns what is left of them once the disguise is undone.

Undoing is never perfect: where a word ended is guessed, and a digit may be meant as a digit. Measured on one fold,
texts learned in this way too keep 0.95 and more of their recall in any disguise, against 0.81 to 0.92 without.
"""

import re
from random import Random

from ideaboard.screening.learning.examples import example_of, features_of
from ideaboard.screening.learning.features import Features
from ideaboard.screening.learning.weights import Example
from ideaboard.screening.normalise import normalise

_WORD = re.compile(r"[^\W\d_]{3,}")
_DIGITS = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}
_MARKS = ".-_*"
_SHARE = 0.8  # of the words: hardly anybody disguises them all
# Texts of the kind are all learned in a disguise too, of the others one in three: what is left of a disguise tells
# something, but it must not come to mean the kind by itself.
_ONE_IN = 3


def lesson_of(text: str, is_kind: bool, weight: float = 1.0) -> Example:
    """Return a judged text as it is learned when there is time: as it is, and in a disguise."""
    return example_of(text, is_kind, weight)._replace(disguised=disguised_features(text, is_kind))


def disguised_features(text: str, is_kind: bool) -> Features | None:
    """Return what a model sees of the text in one disguise, always the same one; None when it is left as it is."""
    chance = Random(text)  # noqa: S311 (a choice that can be repeated, no secret)
    if not is_kind and chance.randrange(_ONE_IN):
        return None
    return features_of(normalise(disguised(text, chance)))


def disguised(text: str, chance: Random) -> str:
    """Return the text with most of its words spaced out, dotted or with digits for letters."""
    ways = chance.choice(
        ((_spaced,), (_dotted,), (_with_digits,), (_with_digits, _spaced), (_with_digits, _dotted))
    )

    def hide(word: str) -> str:
        if chance.random() > _SHARE:
            return word
        for way in ways:
            word = way(word, chance)
        return word

    return _WORD.sub(lambda found: hide(found[0]), text)


def _spaced(word: str, _chance: Random) -> str:
    return f" {' '.join(word)} "


def _dotted(word: str, chance: Random) -> str:
    return chance.choice(_MARKS).join(word)


def _with_digits(word: str, chance: Random) -> str:
    places = [place for place, sign in enumerate(word.lower()) if sign in _DIGITS]
    chosen = set(chance.sample(places, min(len(places), len(word) // 2)))
    return "".join(_DIGITS[sign.lower()] if place in chosen else sign for place, sign in enumerate(word))


_WAYS = ((_spaced,), (_dotted,), (_with_digits,), (_with_digits, _spaced), (_with_digits, _dotted))
