"""Names of places to gamble: a made-up word with lucky numbers, often dressed up so that no list finds it."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from ideaboard.screening.lexicon import sections_of
from ideaboard.screening.normalise import Normalised, Word

# Numbers in words, with letters that may be stretched.
_SEVEN, _EIGHT = "t+u+j+u+h+", "d+e+l+a+p+a+n+"
_SEVENS, _EIGHTS = f"{_SEVEN} {_SEVEN}", f"{_EIGHT} {_EIGHT}"
_STRETCHED = re.compile(r"([a-z])\1+")
# A word, at most three signs that are no sentence's, and a short number: "vegas88", "vegas⭐88", "vegas 4d".
# The number is looked for first, since most texts have few.
_NUMBER = re.compile(
    rf"(?<!\d)(\d(?:[-/.⭐ ]?\d){{1,3}}|\d ?d|{_SEVENS}(?: {_SEVEN})?|{_EIGHTS}(?: {_EIGHT})?)(?![\d%#]|[,.]\d)"
    r"([^\W\d_]*+)"
)
_NAME_BEFORE = re.compile(r"(?<![\w@#.-])([^\W\d_]{3,30})((?:[^\w,:;()%&+=?!\"'\n]|_){0,3})$")
_NAME_LENGTH = 33
# With the same sign on both sides, and a digit: "⭐4aces⭐".
_FRAMED = re.compile(r"([^\w\s.,:;()*\"'!?/-])\ufe0f? ?(\d[a-z]{4,12}|[a-z]{4,12}\d)\b ?\1")
# The same letter by letter: "v e g 8 8", and "v.e.g88" as typed, since rejoining reads its number as letters.
_SPACED = re.compile(r"(?<!\w)(?:[a-z] ){3,15}+(?:\d ?){2,4}(?!\d)")
_SPLIT = re.compile(r"(?<![^\W_])(?:[^\W\d_][.\-_*·]){3,15}+[^\W\d_]?(?:\d{2,4}|\d[dD])(?![^\W_])")
_PLAIN_ENDINGS = ("toto", "togel", "slot", "slots", "gacor")
_ENDINGS = (*_PLAIN_ENDINGS, *("bet", "win", "hoki", "jp", "wd", "gaming", "poker", "kasino", "casino", "jitu"))
# Ordinary words end so as well, so these say less.
_OPEN_ENDINGS = ("win", "bet", "hoki", "poker", "jitu", "bola", "gaming")
_PLAIN_OR_OPEN = _PLAIN_ENDINGS + _OPEN_ENDINGS
# Torn apart in the middle of a word that such places like: "ve ga ho ki".
_TORN_ENDINGS = ("ho ki", "to to", "sl ot", "wi n", "ga cor", "to gel")
_TORN = re.compile(rf"(?<![^\W_])(?:[a-z]{{1,5}}[ -]){{1,5}}(?:{'|'.join(_TORN_ENDINGS)})(?![^\W_])")
_HAS_NUMBER = re.compile(rf"\d|{_SEVENS}|{_EIGHTS}|[❶-❾]")
# Four in a row, or two and three alike, and the few that houses of chance are fond of.
_LUCKY = re.compile(r"(\d)\1+|1[02368]8|30[36]|[235]28|855|169|69|123|\d ?d|[tujhdelapan ]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORDS = sections_of("site_names")
_THRICE = re.compile(r"(\d)\1\1|(tujuh|delapan)(\2){1,2}")
_SHORT_NAME, _LONG = 3, 20
_SHORTEST = 6
_MOST, _MOST_MASKED = 30, 200
_FEW = 2
_TAILS = frozenset({"jp", "slot", "bet", "win"})
_GRADES = {"leet": b"\1"}
_DINGBATS = {0x2776 + place: str(place + 1) for place in range(9)}  # ❶ to ❾


@dataclass(frozen=True)
class Site:
    """What reads like the name of such a place."""

    begin: int  # in Normalised.text
    end: int
    masked: bool  # it was dressed up
    lucky: bool  # its number or its ending is one that such places like
    certain: bool = False  # nothing else is called so


def sites_of(read: Normalised) -> list[Site]:
    """Return what reads like names of places to gamble; the first of them, if a text is full of them."""
    masks = _Masks(read)
    found = chain(_named(read, masks), _torn(read))
    if _HAS_NUMBER.search(read.text):
        found = chain(_numbered(read, masks), _framed(read), found)
    return list(islice(found, _MOST))


class _Masks:
    """Where a text was dressed up, and how far: 0 not, 1 with digits for letters, 2 in letters of another kind."""

    def __init__(self, read: Normalised) -> None:
        self._read = read
        disguises = [(name, spans) for name, spans in read.unmasked.items() if name != "stretched"]
        self._grades = bytearray(len(read.raw) + 1 if disguises else 0)
        for name, spans in disguises:
            for begin, end in spans:
                self._grades[begin:end] = _GRADES.get(name, b"\2") * (end - begin)

    def __bool__(self) -> bool:
        return bool(self._grades)

    def grade(self, begin: int, end: int) -> int:
        """Return how far text[begin:end] was dressed up."""
        if not self._grades:
            return 0
        first, last = self._read.span(begin, end)
        return max(self._grades[first:last], default=0)

    def words(self) -> Iterator[tuple[Word, int]]:
        """Give the words with how far each was dressed up: those that were, and those that look like a site so."""
        for word in self._read.words:
            grade = self.grade(word.begin, word.end)
            if grade or word.key.endswith(_PLAIN_OR_OPEN):
                yield word, grade


def _numbered(read: Normalised, masks: _Masks) -> Iterator[Site]:
    text = read.text if read.text.isascii() else read.text.translate(_DINGBATS)
    for found in _NUMBER.finditer(text):
        before = _NAME_BEFORE.search(text, max(0, found.start() - _NAME_LENGTH), found.start())
        if not before:
            continue
        (name, between), (number, tail) = before.groups(), found.groups()
        begin, end = before.start(), found.end(1)
        digits = _STRETCHED.sub(r"\1", re.sub(r"\W", "", number))
        if name in _WORDS["measured"] or _YEAR.fullmatch(digits):
            continue
        lucky = bool(_LUCKY.fullmatch(digits)) and " d" not in number
        hidden = masks.grade(begin, end) > 0 or bool(digits != number and _THRICE.fullmatch(digits))
        ends = not tail or tail in _TAILS or hidden
        if ends and _is_one(read, between, begin, hidden) and (lucky or len(name) > _SHORT_NAME):
            certain = not between and number == digits and (digits.endswith("d") or name.endswith(_PLAIN_ENDINGS))
            yield Site(begin, end, hidden, lucky, certain)
    for match in _SPACED.finditer(read.text):
        yield Site(*match.span(), masked=True, lucky=True)
    for match in _SPLIT.finditer(read.raw) if "spaced" in read.unmasked else ():
        begin, end = (bisect_left(read.places, place) for place in match.span())
        yield Site(begin, max(end, begin + 1), masked=True, lucky=True)


def _is_one(read: Normalised, between: str, begin: int, hidden: bool) -> bool:
    """Say whether a word and the number behind it are one name."""
    if not between or hidden:
        return True
    return " " not in between and (between.strip(".-_/") != "" or read.raw[read.places[begin]].isupper())


def _torn(read: Normalised) -> Iterator[Site]:
    for match in _TORN.finditer(read.text) if any(ending in read.text for ending in _TORN_ENDINGS) else ():
        yield Site(*match.span(), masked=True, lucky=True)


def _framed(read: Normalised) -> Iterator[Site]:
    if not read.text.isascii():
        for match in _FRAMED.finditer(read.text):
            yield Site(*match.span(2), masked=False, lucky=False)


def _named(read: Normalised, masks: _Masks) -> Iterator[Site]:
    if masks:
        yield from _masked_names(read, masks)
        return
    for word in read.words:
        if not word.key.endswith(_PLAIN_OR_OPEN):
            continue
        if word.key.endswith(_PLAIN_ENDINGS) and _is_typical(read, word, 0):
            yield Site(word.begin, word.end, masked=False, lucky=True)
        elif _is_open(word.key):
            yield Site(word.begin, word.end, masked=False, lucky=False)


def _masked_names(read: Normalised, masks: _Masks) -> Iterator[Site]:
    decorated = []
    for word, grade in islice(masks.words(), _MOST_MASKED):
        if _is_typical(read, word, grade):
            yield Site(word.begin, word.end, grade > 0, lucky=True)
        elif grade > 1 and len(word.form) > _SHORT_NAME + 1:
            decorated.append(Site(word.begin, word.end, masked=False, lucky=False))
    if len(decorated) <= _FEW < len(read.words):
        yield from decorated


def _is_typical(read: Normalised, word: Word, grade: int) -> bool:
    if word.key in _WORDS["ordinary"] or len(word.key) >= _LONG:
        return False
    endings = _ENDINGS if grade else _PLAIN_ENDINGS
    if word.key.endswith(endings) and not word.key.startswith(endings):
        return True
    return grade > 0 and _typed(read, word).endswith("4d")


def _is_open(key: str) -> bool:
    return key.endswith(_OPEN_ENDINGS) and _SHORTEST < len(key) < _LONG and key not in _WORDS["ordinary"]


def _typed(read: Normalised, word: Word) -> str:
    return unicodedata.normalize("NFKC", read.raw[slice(*read.span(word.begin, word.end))]).lower()
