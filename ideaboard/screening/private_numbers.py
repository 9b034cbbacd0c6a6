"""Numbers that belong to one person, as typed: identity, card, account and phone. Prices, times, orders are not."""

import re
import unicodedata
from itertools import islice

from ideaboard.screening.contacts import numbers_in
from ideaboard.screening.lexicon import sections_of
from ideaboard.screening.normalise import Normalised
from ideaboard.screening.signals import Span
from ideaboard.screening.spelled import spelled_phones

_PLAIN = dict.fromkeys(map(ord, "–—−‐‑‒_\u200b\u200c\u200d\u2060\ufeff"), "-") | {0xA0: " ", 0x202F: " "}
_LETTERS_AS_DIGITS = str.maketrans("oOlI", "0011")
_WITH_LETTERS = re.compile(r"(?<!\w)(?:\+?62[ .\-]?|[0oO])8[\doOlI]{2}[\doOlI .\-]{5,14}(?!\w)")
_DIGIT = re.compile(r"\d\D{0,2}\d")
_SIXTEEN = re.compile(r"(?<![\w+])(?<!\d[.,\-])\d(?:[ .\-]?\d){15}(?![\w])(?![.,\-]\d)")
_CARD = re.compile(r"(?:4|5[1-5]|2[2-7]|35|62|60)\d+")
# Province, regency, district, then a day (+40 for women), month and year of birth, and a serial number.
_NIK = re.compile(
    r"(?:1[1-9]|2[01]|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])(?:0[1-9]|[1-7]\d)(?:0[1-9]|[1-5]\d)"
    r"(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d\d(?!0000)\d{4}"
)
_TIMES = re.compile(r"(?:[0-2]?\d[.:][0-5]\d[\s.,\-]*){2,}")
_YEARS = re.compile(r"(?:19|20)\d\d\D+(?:19|20)\d\d")
_DATE = re.compile(r"[0-3]?\d[ .\-][01]?\d[ .\-](?:19|20)\d\d")
_PAIRS = re.compile(r"\d{1,2}(?:[ .\-]+\d{1,2})+")
_MOBILE = re.compile(r"(?:62|0)8[1-9]")
_OF_THINGS = re.compile(
    rf"\b(?:rp|idr|{'|'.join(sorted(sections_of('personal')['things']))})\b[^\w\n]{{0,4}}(?:\w{{2,12}}[^\w\n]{{1,3}})?$",
    re.IGNORECASE,
)
_MOST = 50  # of such long numbers: a text with more of them is a table
_NEARBY = 40  # signs before a number in which a word says what it counts


def private_numbers(read: Normalised) -> dict[str, list[Span]]:
    """Return the places of NIK, account and phone numbers."""
    raw = _plain(read.raw)
    if not _DIGIT.search(raw):
        return {"phone": spelled_phones(read, raw)}
    longest = (match.span() for match in islice(_SIXTEEN.finditer(raw), _MOST))
    sixteens = [span for span in longest if not _of_things(raw, span[0])]
    nik = [span for span in sixteens if _NIK.fullmatch(_digits(raw, span))]
    cards = [span for span in sixteens if span not in nik and _is_card(_digits(raw, span))]
    numbers = numbers_in(raw)
    phones = [span for span in numbers.phones if _is_phone(raw, span)] + spelled_phones(read, raw)
    accounts = [span for span in numbers.accounts if not (_of_things(raw, span[0]) or _YEARS.fullmatch(raw, *span))]
    return {"nik": nik, "account": cards + _apart(nik + cards, accounts), "phone": _apart(nik + cards, phones)}


def _plain(typed: str) -> str:
    """Return the text with digits and dashes in their plain form, sign for sign, so that places stay."""
    if not typed.isascii():
        typed = "".join(_digit(sign) for sign in typed.translate(_PLAIN))
    return _WITH_LETTERS.sub(lambda match: match[0].translate(_LETTERS_AS_DIGITS), typed)


def _digit(sign: str) -> str:
    value = unicodedata.digit(sign, None) if sign.isdigit() else None
    return sign if value is None else str(value)


def _digits(raw: str, span: Span) -> str:
    return re.sub(r"\D", "", raw[slice(*span)])


def _is_card(digits: str) -> bool:
    """Check the sum that every card carries."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return bool(_CARD.match(digits)) and sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _is_phone(raw: str, span: Span) -> bool:
    number = raw[slice(*span)]
    if _TIMES.fullmatch(number) or _DATE.match(number) or _of_things(raw, span[0]):
        return False
    digits = _digits(raw, span)
    return bool(_MOBILE.match(digits)) or not (_PAIRS.fullmatch(number) or digits.startswith("08"))


def _of_things(raw: str, begin: int) -> bool:
    return _OF_THINGS.search(raw[max(0, begin - _NEARBY) : begin]) is not None


def _apart(taken: list[Span], more: list[Span]) -> list[Span]:
    """Return those of some more places that overlap neither what is taken nor each other."""
    kept: list[Span] = []
    for begin, end in sorted(more):
        if all(end <= other[0] or other[1] <= begin for other in [*taken, *kept]):
            kept.append((begin, end))
    return kept
