"""Find letters that were spaced out or split by punctuation: "G A C O R", "s.l.o.t"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ideaboard.screening.signals import Span

# Single letters or digits with up to three other signs between them, four or more in a row. The two classes
# share no sign, so that the search never turns back.
_SINGLES = re.compile(r"[\W_][^\W_](?:[\W_]{1,3}+[^\W_](?![^\W_])){3,}+")
_FEWEST = 4  # letters: "U S B" and "a.n." are ordinary
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def spaced_words(text: str) -> Iterator[list[int]]:
    """Give, for each word that was split letter by letter, the places of its letters."""
    for run in _SINGLES.finditer(f" {text}"):
        letters = [run.start() + place - 1 for place, sign in enumerate(run[0]) if sign.isalnum()]
        for word in _words(text, letters):
            if _is_word("".join(text[place] for place in word), text[word[0] : word[-1]]):
                yield word


def _words(text: str, letters: list[int]) -> Iterator[list[int]]:
    """Split a run where the gap is wider than elsewhere in it, and where "a b c" goes over into "d.e.f"."""
    gaps = [text[place + 1 : after] for place, after in pairwise(letters)]
    least = min(map(len, gaps))
    blank = [gap.isspace() for gap in gaps]
    word = letters[:1]
    for number, gap in enumerate(gaps):
        beside = blank[max(0, number - 1) : number + 2]
        if len(gap) > least or (blank[number] and not all(beside)):
            yield word
            word = []
        word.append(letters[number + 1])
    yield word


def _is_word(word: str, typed: str) -> bool:
    letters = [sign for sign in word if sign.isalpha()]
    digits_inside = word[0].isalpha() and word[-1].isalpha() and len(word) > len(letters) + 1
    if len(letters) + digits_inside < _FEWEST or len(set(letters)) < 2 or "".join(letters) in _ALPHABET:
        return False
    return ", " not in typed


def rejoin(text: str, places: Sequence[int]) -> tuple[str, Sequence[int], list[Span]]:
    """Return the text and its map without what stood between the letters, and the places that changed."""
    pieces: list[str] = []
    kept: list[int] = []
    spans: list[Span] = []
    done = 0
    for word in spaced_words(text):
        pieces.append(text[done : word[0]])
        kept += places[done : word[0]]
        pieces.append("".join(text[place] for place in word))
        kept += (places[place] for place in word)
        spans.append((places[word[0]], places[word[-1]] + 1))
        done = word[-1] + 1
    if not spans:
        return text, places, spans
    return "".join((*pieces, text[done:])), [*kept, *places[done:]], spans
