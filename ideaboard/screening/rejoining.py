"""Find letters that were spaced out or split by punctuation: "G A C O R", "s.l.o.t"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ideaboard.screening.signals import Span

# Single letters or digits with up to three other signs between them, four or more in a row. Letters and gaps
# share no sign, so that the search never turns back.
_GAP = r"(?:[^\w@$]|_){1,3}+"
_END = r"(?![^\W_]|[@$])"
_ONE_MORE = rf"{_GAP}[a-z0-9@$]{_END}"
_NUMBERED = rf"{_GAP}[a-z][0-9]{{1,4}}+{_END}"  # "h.o.k.i77"
_SINGLES = re.compile(
    rf"[^a-z0-9@$][a-z0-9@$](?:(?:{_ONE_MORE}){{3,}}+(?:{_NUMBERED})?|(?:{_ONE_MORE}){{2}}{_NUMBERED})"
)
_FEW_SINGLES = re.compile(rf"[^a-z0-9@$][a-z0-9@$](?:(?:{_ONE_MORE})++(?:{_NUMBERED})?|{_NUMBERED})")
_NUMBER = re.compile(r"(?<=[a-z])[0-9]+$")
_FEWEST = 4  # letters: "U S B" and "a.n." are ordinary
_FEWEST_AMONG_OTHERS = 2  # where others are spaced out as well
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def spaced_words(text: str, suspect: bool = False) -> list[list[int]]:
    """Return, for each word that was split letter by letter, the places of its letters.

    In a text that is `suspect`, for it hides words in other ways, two letters are enough.
    """
    found = suspect or list(_found(text, _SINGLES, _FEWEST))
    return list(_found(text, _FEW_SINGLES, _FEWEST_AMONG_OTHERS)) if found else []


def _found(text: str, pattern: re.Pattern[str], fewest: int) -> Iterator[list[int]]:
    for run in pattern.finditer(f" {text}"):
        number = _NUMBER.search(run[0])
        end = number.start() if number else len(run[0])
        signs = enumerate(run[0][1:end], run.start())
        letters = [place for place, sign in signs if sign.isalnum() or sign in "@$"]
        for word in _words(text, letters):
            if _is_word("".join([text[place] for place in word]), text[word[0] : word[-1]], fewest):
                ends_run = number and word[-1] == letters[-1]
                yield [*word, *range(word[-1] + 1, run.end() - 1)] if ends_run else word


def _words(text: str, letters: list[int]) -> Iterator[list[int]]:
    """Split a run where the gap is wider than elsewhere in it, and where "a b c" goes over into "d.e.f"."""
    gaps = [text[place + 1 : after] for place, after in pairwise(letters)]
    least = min(map(len, gaps))
    blank = [True, *(gap[0].isspace() or gap[-1].isspace() for gap in gaps), True]
    changes = False in blank
    word = letters[:1]
    for number, gap in enumerate(gaps):
        if len(gap) > least or (changes and blank[number + 1] and not (blank[number] and blank[number + 2])):
            yield word
            word = []
        word.append(letters[number + 1])
    yield word


def _is_word(word: str, typed: str, fewest: int) -> bool:
    letters = [sign for sign in word if sign.isalpha()]
    digits_inside = word[0].isalpha() and word[-1].isalpha() and len(word) > len(letters) + 1
    if len(letters) + digits_inside < fewest or len(set(letters)) < 2 or "".join(letters) in _ALPHABET:
        return False
    return ", " not in typed


def rejoin(text: str, places: Sequence[int], suspect: bool = False) -> tuple[str, Sequence[int], list[Span]]:
    """Return the text and its map without what stood between the letters, and where such words are in it."""
    pieces: list[str] = []
    kept: list[int] = []
    runs: list[Span] = []
    done = 0
    for word in spaced_words(text, suspect):
        pieces.append(text[done : word[0]])
        kept += places[done : word[0]]
        runs.append((len(kept), len(kept) + len(word)))
        pieces += (text[place] for place in word)
        kept += (places[place] for place in word)
        done = word[-1] + 1
    if not runs:
        return text, places, runs
    return "".join((*pieces, text[done:])), [*kept, *places[done:]], runs
