"""Phone numbers written in words, or with words between: "nol delapan satu dua ...", "0812 strip 3456"."""

import re

from ideaboard.screening.signals import Span

_NAMES = (
    "nol satu dua tiga empat lima enam tujuh delapan sembilan",
    "kosong siji loro telu papat limo enem pitu wolu songo",
    "enol hiji dua tilu opat lima genep tujuh dalapan salapan",
    "zero one two three four five six seven eight nine",
)
_DIGITS = {name: str(digit) for names in _NAMES for digit, name in enumerate(names.split())}
_BETWEEN = frozenset(
    {"strip", "titik", "spasi", "lalu", "terus", "lanjut", "kemudian", "dash", "dot", "min", "plus"}
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_GAP = re.compile(r"[\s.,\-+()/*]{0,4}")
_MOBILE = re.compile(r"(?:62|0)8[1-9]\d{6,10}")


def spelled_phones(raw: str) -> list[Span]:
    """Return the places of mobile numbers that are at least partly words."""
    found: list[Span] = []
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(raw):
        if run and (not _says_digits(token[0]) or not _GAP.fullmatch(raw, run[-1].end(), token.start())):
            found += _number(run)
            run = []
        if _says_digits(token[0]):
            run.append(token)
    return found + _number(run)


def _says_digits(word: str) -> bool:
    word = word.lower()
    return word.isdigit() or word in _DIGITS or word in _BETWEEN


def _number(run: list[re.Match[str]]) -> list[Span]:
    """Return the place of the run if it is a mobile number, without the words around it that are no digits."""
    words = [match[0].lower() for match in run]
    if all(word.isdigit() for word in words):
        return []
    said = [match for match, word in zip(run, words, strict=True) if word not in _BETWEEN]
    digits = "".join(_DIGITS.get(match[0].lower(), match[0]) for match in said)
    return [(said[0].start(), said[-1].end())] if _MOBILE.fullmatch(digits) else []
