"""Numbers as people write them: "Rp600.000", "600rb", "600 ribu" and "enam ratus ribu" are one number."""

import re
from collections.abc import Sequence

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_UNITS = {
    "nol": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
}
_TENS = {"belas": 0, "puluh": 10, "ratus": 100}
_SCALES = {"ribu": 10**3, "rb": 10**3, "k": 10**3, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "triliun": 10**12}
_WHOLE = {"seratus": 100, "seribu": 1_000, "sejuta": 1_000_000, "semiliar": 10**9}
LONGEST = 12  # words of one number


def is_number(word: str) -> bool:
    """Say whether a number may begin with this word."""
    return word[:1].isdigit() or word in _UNITS or word in _WHOLE


def read_number(words: Sequence[str]) -> tuple[str, int]:
    """Return the number that `words` begin with, as a concept, and how many of the words it takes."""
    total = part = 0.0
    taken = 0
    for word in words[:LONGEST]:
        if word in _SCALES and taken:
            total, part = total + (part or 1) * _SCALES[word], 0.0
        elif word in _TENS and taken:
            part = _with_tens(part, word)
        elif is_number(word) and (taken == 0 or _fits(word, words[taken - 1])):
            part += _value(word)
        else:
            break
        taken += 1
    return f"#{total + part:.10g}", taken


def _value(word: str) -> float:
    if not word[0].isdigit():
        return float(_UNITS.get(word, _WHOLE.get(word, 0)))
    if _GROUPED.fullmatch(word):
        return float(re.sub(r"[.,]", "", word)[:30])
    whole, _sign, rest = word.replace(",", ".").partition(".")
    return float(f"{whole[:30]}.{rest.replace('.', '')[:6] or 0}")


def _with_tens(part: float, word: str) -> float:
    """Make "dua puluh" of "dua": only what was said last is multiplied."""
    last = part % 10
    return part - last + (last + 10 if word == "belas" else last * _TENS[word])


def _fits(word: str, before: str) -> bool:
    """Say whether a number goes on with this word: "dua puluh | lima", but not "12 | 7"."""
    return not word[0].isdigit() and (before in _TENS or before in _SCALES or before in _WHOLE)
