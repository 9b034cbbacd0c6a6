"""Read digits and signs that stand for letters: "sl0t", "g4c0r", "anj!ng". Numbers and units stay what they are."""

import re
from functools import lru_cache

from ideaboard.screening.readings import Readings
from ideaboard.screening.signals import Span

_LETTERS = dict(zip("4@3€1!|05$7869", "aaeeiiiosstbgg", strict=True))
_READ = str.maketrans(_LETTERS)
_READ_L = str.maketrans({**_LETTERS, "1": "l", "!": "l", "|": "l"})
_VOWELS = frozenset("aeiou4@3€1!|0")  # letters and signs that read as one
_TWICE = frozenset({"00", "55", "$$"})  # 77, 88 and 99 belong to names
_PUNCTUATION = "!|@€"  # may end a word or join two by accident
_FEWEST = 2  # letters that a word has at least
_LONGEST = 40
_LONGEST_ADDRESS = 80
_PATH = frozenset("/=?&%-_.")
_SIGN = re.compile(r"[013-9$!|@€]")
_SIGNS = re.compile(r"[013-9$!|@€]++")
# A word with letters as well as signs, looked at once from its beginning.
_MIXED = re.compile(r"(?<![a-z0-9$!|@€])(?=[0-9$!|@€]*+[a-z])(?=[a-z2]*+[013-9$!|@€])[a-z0-9$!|@€]++")
_UNITS = "rb|ribu|jt|juta|kg|ml|cm|km|gb|mb|pcs?|org|orang|hari|bulan|bln|tahun|thn|menit|jam|pro|plus|max"
_COUNTED = "rp|idr|jam|tgl|pkl|no|usia|umur|kelas|kls|rt|rw|blok|lantai|gg|km|hal|tk|sdn?|smpn?|sman?|smkn?|min|max"
_ORDINARY = re.compile(
    rf"\d+[a-z]{{1,3}}\d*|\d{{2,}}[a-z]+\d*|(?:{_COUNTED})\d.*|.*\d(?:{_UNITS})|\d*x\d.*|[a-z]+[234]d|mp[34].*"
)
_IN_ADDRESS = re.compile(r"://|\.[a-z]{2,6}/")  # what stands behind it is a code, not a word
_BODY = re.compile(r"(.*?[a-z$!|@€])(\d{2,})")


def unleet(text: str) -> tuple[str, list[Span], Readings]:
    """Return the text with such letters read, as long as before, the places that changed, and other readings."""
    changed: list[Span] = []
    readings: Readings = {}
    if not _SIGN.search(text):
        return text, changed, readings
    pieces: list[str] = []
    copied = 0
    for found in _MIXED.finditer(text):
        if len(found[0]) > _LONGEST or _is_code(text, *found.span()):
            continue
        begin, form, others = _read(found[0])
        begin += found.start()
        if form:
            pieces += (text[copied:begin], form)
            copied = begin + len(form)
            changed.append((begin, copied))
        if others:
            readings[begin] = others
    return "".join((*pieces, text[copied:])), changed, readings


def _is_code(text: str, begin: int, end: int) -> bool:
    """Say whether a word is part of an address, where every sign means itself."""
    if text[begin - 1 : begin] not in _PATH:
        return text[end : end + 1] == "." and "@" in text[begin:end]
    chunk = text[max(0, begin - _LONGEST_ADDRESS) : begin].rsplit(maxsplit=1)
    return bool(chunk) and _IN_ADDRESS.search(chunk[-1]) is not None


@lru_cache(maxsize=1024)
def _read(typed: str) -> tuple[int, str, tuple[str, ...]]:
    """Return where the word begins in what was typed, how it is read if otherwise, and how else it may be."""
    word = typed.lstrip("!|€")
    begin = len(typed) - len(word)
    word = word.rstrip(_PUNCTUATION)
    letters = sum(map(str.isalpha, word))
    if letters < _FEWEST or letters == len(word) or _ORDINARY.fullmatch(word):
        return begin, "", ()
    body, tail = _parts(word)
    form = _surely(body, letters) + tail
    others = {
        (body + tail[:few]).translate(table) + tail[few:] for table in (_READ, _READ_L) for few in {0, 1, len(tail)}
    }
    return begin, "" if form == word else form, tuple(sorted(others - {form}))


def _parts(word: str) -> tuple[str, str]:
    """Split a number off the end: "hoki77"."""
    found = _BODY.fullmatch(word)
    return (found[1], found[2]) if found else (word, "")


def _surely(word: str, letters: int) -> str:
    """Return the word with the signs read that can hardly be anything else."""
    signs = [(found.start(), found.end()) for found in _SIGNS.finditer(word)]
    inner = [span for span in signs if span[0] > 0 and span[1] < len(word)]
    if letters < max(3 if len(inner) < 2 else 2, len(inner)) or not all(_fits(word, *span) for span in inner):
        return word
    if not inner:
        return word.replace("$", "s")
    digits = any(not set(word[begin:end]) & set(_PUNCTUATION) for begin, end in inner)
    if not digits and not _torn(word, *inner[0]):
        return word
    if signs[-1] not in inner and not _ends(word, *signs[-1]):
        return word[: signs[-1][0]].translate(_READ) + word[signs[-1][0] :]
    return word.translate(_READ)


def _fits(word: str, begin: int, end: int) -> bool:
    """Say whether a sign between letters can be a letter: one, or one twice, and no consonant among consonants."""
    if end - begin > 1 and word[begin:end] not in _TWICE:
        return False
    return word[begin] in _VOWELS or bool({word[begin - 1], word[end]} & _VOWELS)


def _torn(word: str, begin: int, end: int) -> bool:
    """Say whether one side of a sign could be no word by itself: "anj!ng", but not "halo!kamu" or "dll!yg"."""
    before, after = word[:begin], word[end:]
    return any(len(side) == 1 and side not in _VOWELS for side in (before, after)) or after == "ng"


def _ends(word: str, begin: int, end: int) -> bool:
    """Say whether a sign at the end reads as a letter: a vowel after a consonant, a consonant after a vowel."""
    return begin == 0 or (end - begin == 1 and (word[begin] in _VOWELS) != (word[begin - 1] in _VOWELS))
