"""Names of places to gamble: a made-up word with lucky numbers, often dressed up so that no list finds it."""

import re
import unicodedata
from dataclasses import dataclass

from ideaboard.screening.lexicon import sections_of
from ideaboard.screening.normalise import Normalised, Word

# A word, at most three signs that are no sentence's, and a short number: "vegas88", "vegas⭐88", "vegas 4d".
_NUMBERED = re.compile(
    r"(?<![\w@#.-])([^\W\d_]{3,14})((?:[^\w,:;()%&+=?!\"'\n]|_){0,3}+)"
    r"(\d(?:[-/.⭐ ]?\d){1,3}|\d ?d|tujuh tujuh(?: tujuh)?|delapan delapan(?: delapan)?)(?![\d%#]|[,.]\d)"
    r"(?P<tail>[^\W\d_]*+)"
)
# With the same sign on both sides, and a digit: "⭐4aces⭐".
_FRAMED = re.compile(r"([^\w\s.,:;()*\"'!?/-])\ufe0f? ?(\d[a-z]{4,12}|[a-z]{4,12}\d)\b ?\1")
# The same letter by letter: "v e g 8 8".
_SPACED = re.compile(r"(?<!\w)(?:[a-z] ){3,10}+(?:\d ?){2,4}")
_ENDING = re.compile(r"[a-z]{2,12}(?:toto|togel|slots?|bet|win|hoki|jp|wd|gacor|gaming|poker|kasino|casino|jitu)")
_PLAIN_ENDING = re.compile(r"[a-z]{2,12}(?:toto|togel|slots?|gacor)")
# Four in a row, or two and three alike, and the few that houses of chance are fond of.
_LUCKY = re.compile(r"(\d)\1+|1[02368]8|30[36]|[235]28|855|169|69|123|\d ?d|[tujhdelapan ]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORDS = sections_of("site_names")
_THRICE = re.compile(r"(\d)\1\1|(tujuh|delapan)(\2){1,2}")
_SHORT_NAME = 3
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
    """Return what reads like names of places to gamble."""
    masked = bytearray(len(read.raw) + 1)
    for disguise, spans in read.unmasked.items():
        for begin, end in spans if disguise != "stretched" else ():
            masked[begin:end] = _GRADES.get(disguise, b"\2") * (end - begin)
    framed = [Site(*match.span(2), masked=False, lucky=False) for match in _FRAMED.finditer(read.text)]
    return [*_numbered(read, masked), *_named(read, masked), *framed]


def _numbered(read: Normalised, masked: bytearray) -> list[Site]:
    found = []
    for match in _NUMBERED.finditer(read.text.translate(_DINGBATS)):
        name, between, number, tail = match.groups()
        begin, end = match.start(), match.end(3)
        digits = re.sub(r"\W", "", number)
        if name in _WORDS["measured"] or _YEAR.fullmatch(digits):
            continue
        lucky = bool(_LUCKY.fullmatch(digits)) and " d" not in number
        hidden = _grade(masked, read, begin, end) > 0 or bool(digits != number and _THRICE.fullmatch(digits))
        ends = not tail or tail in _TAILS or hidden
        if ends and _is_one(read, between, begin, hidden) and (lucky or len(name) > _SHORT_NAME):
            found.append(
                Site(begin, end, hidden, lucky, certain=not between and number == digits and digits.endswith("d"))
            )
    found += [Site(*match.span(), masked=True, lucky=True) for match in _SPACED.finditer(read.text)]
    return found


def _is_one(read: Normalised, between: str, begin: int, hidden: bool) -> bool:
    """Say whether a word and the number behind it are one name."""
    if not between or hidden:
        return True
    return " " not in between and (between.strip(".-_/") != "" or read.raw[read.places[begin]].isupper())


def _named(read: Normalised, masked: bytearray) -> list[Site]:
    found, decorated = [], []
    for word in read.words:
        grade = _grade(masked, read, word.begin, word.end)
        if _is_typical(read, word, grade):
            found.append(Site(word.begin, word.end, grade > 0, lucky=True))
        elif grade > 1 and len(word.form) > _SHORT_NAME + 1:
            decorated.append(Site(word.begin, word.end, masked=False, lucky=False))
    return found + (decorated if len(decorated) <= _FEW < len(read.words) else [])


def _is_typical(read: Normalised, word: Word, grade: int) -> bool:
    if word.form in _WORDS["ordinary"]:
        return False
    if not grade:
        return bool(_PLAIN_ENDING.fullmatch(word.form))
    typed = unicodedata.normalize("NFKC", read.raw[slice(*read.span(word.begin, word.end))])
    return bool(_ENDING.fullmatch(word.form)) or typed.lower().endswith("4d")


def _grade(masked: bytearray, read: Normalised, begin: int, end: int) -> int:
    """Return how far a word was dressed up: 0 not, 1 with digits for letters, 2 in letters of another kind."""
    first, last = read.span(begin, end)
    return max(masked[first:last], default=0)
