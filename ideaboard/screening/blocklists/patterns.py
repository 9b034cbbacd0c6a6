"""One word of a pattern: letters with `*` for any others. Never slow: a word is read once from left to right."""

import re
from dataclasses import dataclass

from ideaboard.screening.normalise import Word, squeezed

_THRICE = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True)
class WordPattern:
    """The letters between the stars, as words are folded; and with every letter once in a row."""

    form: tuple[str, ...]
    key: tuple[str, ...]

    @classmethod
    def read(cls, part: str) -> "WordPattern":
        """Return the pattern of one word of an entry's key."""
        form = tuple(_THRICE.sub(r"\1\1", run) for run in part.split("*"))
        # Digits say more when they stand twice ("hoki88"), so a pattern with digits is compared as it stands.
        key = form if any(letter.isdigit() for letter in part) else tuple(squeezed(run) for run in form)
        return cls(form, key)

    def fits(self, word: Word) -> bool:
        """Say whether a word is meant."""
        return _fits(self.form, word.form) or _fits(self.key, word.key)


def _fits(runs: tuple[str, ...], word: str) -> bool:
    """Say whether the runs follow one another: the first begins the word, the last ends it."""
    first, last = runs[0], runs[-1]
    if len(runs) == 1:
        return word == first
    if len(word) < len(first) + len(last) or not (word.startswith(first) and word.endswith(last)):
        return False
    at, end = len(first), len(word) - len(last)
    for run in runs[1:-1]:
        at = word.find(run, at, end)
        if at < 0:
            return False
        at += len(run)
    return True
