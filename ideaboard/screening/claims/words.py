"""A text as the concepts it speaks of, each with its sign: said, or said not to be."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ideaboard.screening.claims.numbers import LONGEST, is_number, read_number
from ideaboard.screening.claims.vocabulary import LONGEST_PHRASE, Meaning, says_nothing, vocabulary
from ideaboard.screening.normalise import Normalised

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|%|[.,;:!?\n()]")
_BREAKS = frozenset(".,;:!?\n()")  # no number, phrase or denial goes on behind one
_NEGATIONS = {"tidak", "bukan", "belum"}
# Behind these nothing is said or denied: "tanpa operasi", "tidak hanya", "tidak perlu".
_OPEN = {
    "tanpa",
    "hanya",
    "cuma",
    "cuman",
    "sekadar",
    "sekedar",
    "saja",
    "melulu",
    "perlu",
    "usah",
    "butuh",
    "batal",
}
_SIGNS = _NEGATIONS | _OPEN | _BREAKS
# A denial goes on through these: "tidak bisa menyembuhkan", "bukan penyebab kanker".
_LIGHT = {"bisa", "sebab", "ubah", "terbukti"}
_SPELLINGS = {"yg": "yang", "dgn": "dengan", "utk": "untuk", "krn": "karena", "jgn": "jangan", "org": "orang"}
_SPELLINGS |= {"bs": "bisa", "sdh": "sudah", "udah": "sudah", "dr": "dari", "rp": "", "%": "persen", "jd": "jadi"}
_SPELLINGS |= {"tgl": "tanggal", "bln": "bulan", "hr": "hari", "mnt": "menit", "dlm": "dalam", "pd": "pada"}
_NOT = ("tak", "gak", "ga", "nggak", "ngga", "enggak", "kagak", "ndak", "ora", "tdk", "gk", "tidaklah")
_SPELLINGS |= dict.fromkeys(_NOT, "tidak") | {"bkn": "bukan", "bukanlah": "bukan", "blm": "belum"}


@dataclass(frozen=True)
class Token:
    """A concept and where it stands in `Normalised.text`. Sign: 1 said, -1 denied, 0 neither."""

    concept: str
    sign: int
    begin: int
    end: int


@dataclass(frozen=True)
class _Piece:
    word: str
    begin: int
    end: int


def tokens_of(read: Normalised) -> list[Token]:
    """Return the concepts of a text, in order."""
    pieces = [_Piece(_SPELLINGS.get(m[0], m[0]), m.start(), m.end()) for m in _WORD.finditer(read.text)]
    words = [piece.word for piece in pieces]
    tokens: list[Token] = []
    at, sign = 0, 1
    while at < len(words):
        found, taken = _next(words, at)
        if found is not None:
            said = 0 if found.concept[0] == "#" else found.sign * sign
            tokens.append(Token(found.concept, said, pieces[at].begin, pieces[at + taken - 1].end))
            sign = sign if found.concept in _LIGHT else 1
        else:
            sign = _sign_behind(words[at], sign)
        at += taken
    return tokens


def _sign_behind(word: str, sign: int) -> int:
    if word in _NEGATIONS:
        return -1
    if word in _BREAKS:
        return 1
    return 0 if word == "tanpa" or (word in _OPEN and sign == -1) else sign


def _next(words: list[str], at: int) -> tuple[Meaning | None, int]:
    """Return what stands at a place, or None for a word without meaning, and how many words it takes."""
    word = words[at]
    if word in vocabulary().beginnings:
        for length in range(min(LONGEST_PHRASE, len(words) - at), 1, -1):
            meaning = vocabulary().phrases.get(tuple(words[at : at + length]))
            if meaning:
                return meaning, length
    if is_number(word):
        number, taken = read_number(words[at : at + LONGEST])
        return Meaning(number), max(taken, 1)
    return _meaning(word), 1


@lru_cache(maxsize=20_000)
def _meaning(word: str) -> Meaning | None:
    if word in _SIGNS or (says_nothing(word) and word not in vocabulary().words):
        return None
    return vocabulary().meaning(word)
