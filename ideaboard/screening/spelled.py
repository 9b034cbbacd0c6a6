"""Phone numbers written in words, or with words between: "nol delapan satu dua ...", "0812 strip 3456"."""

import re

from ideaboard.screening.normalise import Normalised, squeezed
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
_KEYS = frozenset(squeezed(word) for word in (*_DIGITS, *_BETWEEN))
_SAID = "|".join(sorted((*_DIGITS, *_BETWEEN), key=len, reverse=True))
_TOKEN = re.compile(rf"\d{{1,14}}|{_SAID}", re.IGNORECASE)
_RUN = re.compile(
    rf"(?<!\w)(?=[\dnkezsoplw])(?:(?:\d{{1,14}}|{_SAID})[\s.,\-+()/*]{{0,4}}+){{3,40}}+", re.IGNORECASE
)
_LETTER = re.compile(r"[a-z]", re.IGNORECASE)
_MOBILE = re.compile(r"(?:62|0)8[1-9]\d{6,10}")


def spelled_phones(read: Normalised, raw: str) -> list[Span]:
    """Return the places of mobile numbers that are at least partly words. `raw` has its digits in plain form."""
    if _KEYS.isdisjoint(word.key for word in read.words):
        return []
    runs = [run for run in _RUN.finditer(raw) if _LETTER.search(run[0])]
    return [span for run in runs for span in _number(list(_TOKEN.finditer(raw, *run.span())))]


def _number(run: list[re.Match[str]]) -> list[Span]:
    """Return the place of the run if it is a mobile number, without the words around it that are no digits."""
    said = [match for match in run if match[0].lower() not in _BETWEEN]
    digits = "".join(_DIGITS.get(match[0].lower(), match[0]) for match in said)
    return [(said[0].start(), said[-1].end())] if _MOBILE.fullmatch(digits) else []
