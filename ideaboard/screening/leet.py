"""Read digits and signs that stand for letters: "sl0t", "g4c0r", "anj!ng". Numbers and units stay what they are.

Some words can hardly be anything else ("g4c0r"), others may ("jud1", "5lot"): those are read so only in a text
where the former are found. Whatever else a word may be is offered as another reading.
"""

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from ideaboard.screening.readings import Readings
from ideaboard.screening.signals import Span

_LETTERS = dict(zip("4@3€1!|05$7869", "aaeeiiiosstbgg", strict=True))
_READ = str.maketrans(_LETTERS)
_READ_L = str.maketrans({**_LETTERS, "1": "l", "!": "l", "|": "l"})
_VOWELS = frozenset("aeiou4@3€1!|0")  # letters and signs that read as one
_TWICE = frozenset({"00", "55", "$$"})  # 77, 88 and 99 belong to names
_PUNCTUATION = "!|@€"  # may end a word or join two by accident
_AT_END = frozenset("013456789@")
_FEW = 4
_MOST = 1000  # words of a text that are looked at: more say nothing new
_LONGEST = 40
_LONGEST_ADDRESS = 80
_PATH = frozenset("/=?&%-_.")
_SIGN = re.compile(r"[013-9$!|@€]")
_SIGNS = re.compile(r"[013-9$!|@€]++")
# A word with letters as well as signs, looked at once from its beginning.
_MIXED = re.compile(r"(?<![a-z0-9$!|@€])(?=[0-9$!|@€]*+[a-z])(?=[a-z2]*+[013-9$!|@€])[a-z0-9$!|@€]++")
_UNITS = "rb|ribu|jt|juta|kg|ml|cm|km|gb|mb|pcs?|org|orang|hari|bulan|bln|tahun|thn|menit|jam|pro|plus|max"
_SHORT_UNITS = "[a-z]|an|nd|rd|st|th|pm|am|gr|mm|tb|in"
_COUNTED = "rp|idr|jam|tgl|pkl|no|usia|umur|kelas|kls|rt|rw|blok|lantai|gg|km|hal|tk|sdn?|smpn?|sman?|smkn?|min|max"
_NUMBER = re.compile(
    rf"\d+(?:{_UNITS}|{_SHORT_UNITS})\d*|\d{{3,}}.*|(?:{_COUNTED})\d.*|.*\d(?:{_UNITS})|\d*x\d.*|[a-z]+[234]d|mp[34].*"
)
_SHORT = re.compile(r"\d+[a-z]{1,3}\d*|\d{2,}[a-z]+\d*|[a-z]\d+")
_IN_ADDRESS = re.compile(r"://|\.[a-z]{2,6}/")  # what stands behind it is a code, not a word
_TORN_OFF = re.compile(r"(?:[bcdj]|[^n]g)$")  # hardly a word ends so: "jud!"
_LONG_NUMBER = re.compile(r"\d{3}")
_BODY = re.compile(r"(.*?[a-z$!|@€])(\d{2,})")
# A 1 that is an l: beside an i, between vowels, and where many words have an l.
_L = re.compile(r"[1!|](?=[i1!])|(?<=i)[1!|]|(?<=^[bfgkps])1(?=[ou0])|(?:^|(?<=[aeou430@]))[1!|](?=[aeou430@])")


class _Reading(NamedTuple):
    """What a word may be. The forms are empty where it is what it is."""

    begin: int  # where it begins behind punctuation
    sure: str = ""
    likely: str = ""
    others: tuple[str, ...] = ()
    shouted: str = ""  # with the "!" behind it as an i


def unleet(text: str, suspect: bool = False) -> tuple[str, list[Span], Readings]:
    """Return the text with such letters read, as long as before, the places that changed, and other readings.

    In a text that is `suspect`, for it hides words in other ways, whatever may be leetspeak is read as such.
    """
    if not _SIGN.search(text):
        return text, [], {}
    found = [
        (word.start() + reading.begin, reading)
        for word in islice(_MIXED.finditer(text), _MOST)
        if word.end() - word.start() <= _LONGEST and not _is_code(text, *word.span())
        for reading in (_read(word[0]),)
    ]
    sure = sum(reading.sure != "" for _, reading in found)
    everywhere = suspect or sure > 1 or (sure == 1 and sum(reading.likely != "" for _, reading in found) < _FEW)
    changed: list[Span] = []
    readings: Readings = {}
    pieces: list[str] = []
    copied = 0
    for begin, reading in found:
        if form := reading.sure or (everywhere and reading.likely) or "":
            pieces += (text[copied:begin], form)
            copied = begin + len(form)
            changed.append((begin, copied))
        others = (*reading.others, reading.shouted) if everywhere and reading.shouted else reading.others
        if len(others) > 1:
            readings[begin if form or text[begin].isalnum() else begin + 1] = others
    return "".join((*pieces, text[copied:])), changed, readings


def _is_code(text: str, begin: int, end: int) -> bool:
    """Say whether a word is part of an address, where every sign means itself."""
    if text[begin - 1 : begin] not in _PATH:
        return text[end : end + 1] == "." and text[end + 1 : end + 2].isalnum() and "@" in text[begin:end]
    chunk = text[max(0, begin - _LONGEST_ADDRESS) : begin].rsplit(maxsplit=1)
    return bool(chunk) and _IN_ADDRESS.search(chunk[-1]) is not None


@lru_cache(maxsize=1024)
def _read(typed: str) -> _Reading:
    """Return what may be meant by what was typed between two blanks."""
    word = typed.lstrip("!|€")
    begin = len(typed) - len(word)
    word = word.rstrip("!|€")
    letters = sum(map(str.isalpha, word))
    if not letters or _NUMBER.fullmatch(word):
        return _Reading(begin)
    body, tail = _parts(word)
    likely = word if _LONG_NUMBER.search(body) else _letters(body) + tail
    sure = not _SHORT.fullmatch(word) and _is_sure(body, letters)
    form = "" if likely == word else likely
    others = _others(word, body, tail, typed) if letters > 1 else ()
    return _Reading(begin, form if sure else "", form, others, f"{likely}i" if typed.endswith(f"{word}!") else "")


def _others(word: str, body: str, tail: str, typed: str) -> tuple[str, ...]:
    """Return what a word may be besides: more or less of a number read, 1 as l, the "!" behind it as i."""
    found = set()
    if _SIGN.search(body):
        ends = {0, 1, len(tail)}
        found = {(body + tail[:few]).translate(table) + tail[few:] for table in (_READ, _READ_L) for few in ends}
    if found and typed.startswith(f"!{word}"):
        found.add(f"!{word}".translate(_READ))
    if typed.endswith(f"{word}!") and _TORN_OFF.search(word):
        found.add(f"{word}!".translate(_READ))
    return (word, *sorted(found - {word}))


def _letters(word: str) -> str:
    """Return the word with the signs read; one at its end only where it makes a syllable."""
    if len(word) > 2 and word[-1] in _AT_END and (word[-1] in _VOWELS) == (word[-2] in _VOWELS):
        return _letters(word[:-1]) + word[-1]
    return _L.sub("l", word).translate(_READ)


def _parts(word: str) -> tuple[str, str]:
    """Split a number off the end: "hoki77", but not where no syllable is left: "sl07"."""
    found = _BODY.fullmatch(word)
    if not found or not _VOWELS & set(found[1]):
        return word, ""
    body, tail = found.groups()
    if len(tail) == 3 and tail[0] in _VOWELS and body[-1] not in _VOWELS and _SIGN.search(body):
        return body + tail[0], tail[1:]  # "h0k177"
    return body, tail


def _is_sure(word: str, letters: int) -> bool:
    """Say whether the signs in a word can hardly be anything but letters."""
    signs = [(found.start(), found.end()) for found in _SIGNS.finditer(word)]
    inner = [span for span in signs if span[0] > 0 and span[1] < len(word)]
    digits = any(map(str.isdigit, word))
    if letters == len(word):
        return False
    if letters >= 2 and ("$" in word or (digits and set(word[1:-1]) & set(_PUNCTUATION))):
        return True
    if letters < max(3 if len(inner) < 2 else 2, len(inner)) or not all(_fits(word, *span) for span in inner):
        return False
    return bool(inner) and (digits or _torn(word, *inner[0]))


def _fits(word: str, begin: int, end: int) -> bool:
    """Say whether a sign between letters can be a letter: one, or one twice, and no consonant among consonants."""
    if end - begin > 1 and word[begin:end] not in _TWICE:
        return False
    return word[begin] in _VOWELS or bool({word[begin - 1], word[end]} & _VOWELS)


def _torn(word: str, begin: int, end: int) -> bool:
    """Say whether one side of a sign could be no word by itself: "anj!ng", but not "halo!kamu" or "dll!yg"."""
    before, after = word[:begin], word[end:]
    return any(len(side) == 1 and side not in _VOWELS for side in (before, after)) or after == "ng"
