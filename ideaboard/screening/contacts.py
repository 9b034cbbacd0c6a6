"""Ways to be reached, paid or visited that stand in a text: phone numbers, accounts, links. Found as typed."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ideaboard.screening.lexicon import sections_of
from ideaboard.screening.normalise import Normalised, squeezed
from ideaboard.screening.signals import Span

# A number as people group it. Possessive, so that no text can make the search slow.
_NUMBER = re.compile(r"(?<![\w])\+?\(?\d(?:[ .\-()]{0,2}[\dxX•*])*+(?![\d])")
_MOST_NUMBERS = 100  # nobody needs to know more about a text than the first of them
_LONGEST = 16  # digits of one number; longer runs are several with a blank between
_MOBILE = re.compile(r"(?:62|0)8\d[\dx]{6,11}")
_OFFICE = re.compile(r"0[2-9]\d[\dx]{6,9}")
_SIGNS = re.compile(r"[ .\-()+]")
_WORDS_BEFORE = 6
_BANK_NAMES = (
    "bank|bri|bni|bca|mandiri|bsi|btn|btpn|cimb|danamon|permata|jago|seabank|dana|ovo|gopay|shopeepay|linkaja"
    "|rek|norek|rekening|reknya"
)
_BANKS = frozenset(map(squeezed, _BANK_NAMES.split("|")))  # as the keys of words, for texts that hide them
_BANK_BEFORE = re.compile(
    rf"\b(?:{_BANK_NAMES}|norek\w{{0,3}}|rekening\w{{0,3}}|a[./]n|atas nama)\b[^!?\d]{{0,50}}$",
    re.IGNORECASE,
)
_HOLDER_AFTER = re.compile(r"[\W_]{0,4}(?:a[./]?n\b|atas nama\b)", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?P<scheme>https?[:;]/{1,2}|(?<![a-z0-9.-])(?=www\.))?+(?<![a-z0-9.-])"
    r"(?P<host>(?:[a-z0-9-]++\.)++(?P<top>[a-z]{2,10}))(?![\w@])(?P<path>/.*)?",
    re.IGNORECASE,
)
_DOT = re.compile(r"(?<=[^\W_])\.(?=[^\W_])")
_TOKEN = re.compile(r"[^\s<>()\[\],;\"'“”!?]+")
_LONGEST_ADDRESS, _LONGEST_HOST = 300, 60
_MOST_LINKS = 50
_HOSTS = sections_of("hosts")  # its `known` hold for whole names and for what stands under them
_AS_X = str.maketrans("•*", "xx")


@dataclass(frozen=True)
class Link:
    """A web address in a text."""

    span: Span
    host: str
    path: str

    @property
    def is_short(self) -> bool:
        """Whether it hides where it leads."""
        return self._is_under("short")

    @property
    def is_free_host(self) -> bool:
        """Whether anybody may have such an address at no cost and without a name."""
        return self._is_under("free")

    @property
    def is_known(self) -> bool:
        """Whether it leads to an office, a school or a site that everybody knows."""
        return self._is_under("known")

    def _is_under(self, section: str) -> bool:
        labels = self.host.split(".")
        return any(".".join(labels[first:]) in _HOSTS[section] for first in range(len(labels)))


@lru_cache(maxsize=8)
def links_in(raw: str) -> tuple[Link, ...]:
    """Return the web addresses of a text."""
    found = []
    for begin, end in islice(_dotted(raw), _MOST_LINKS):
        token = raw[begin:end].rstrip(".")
        match = _ADDRESS.search(token) if "@" not in token else None
        if match and (match["scheme"] or (match["top"].lower() in _HOSTS["end"] and match["top"].islower())):
            place = (begin + match.start(), begin + match.end())
            found.append(Link(place, match["host"].lower().removeprefix("www."), match["path"] or ""))
    return tuple(found)


def _dotted(raw: str) -> Iterator[Span]:
    """Give the places of what has a dot between two letters, as far as the blanks around it."""
    end = 0
    while dot := _DOT.search(raw, end):
        before = _TOKEN.match(raw[max(0, dot.start() - _LONGEST_HOST) : dot.start()][::-1])
        after = _TOKEN.match(raw, dot.start(), dot.start() + _LONGEST_ADDRESS)
        begin = dot.start() - (before.end() if before else 0)
        end = after.end() if after else dot.end()
        yield max(begin, 0), end


@dataclass(frozen=True)
class Numbers:
    """The numbers of a text that somebody can be called at or paid to."""

    phones: tuple[Span, ...]
    accounts: tuple[Span, ...]


@lru_cache(maxsize=8)
def numbers_in(raw: str) -> Numbers:
    """Return phone numbers, and account numbers that stand by a bank or a holder's name."""
    phones, accounts = [], []
    for begin, end in islice(_numbers(raw), _MOST_NUMBERS):
        digits = _SIGNS.sub("", raw[begin:end]).lower().translate(_AS_X)
        if _MOBILE.fullmatch(digits) or _OFFICE.fullmatch(digits):
            phones.append((begin, end))
        elif 8 <= len(digits) <= _LONGEST + 4:
            before, after = raw[max(0, begin - 60) : begin], raw[end : end + 20]
            if _BANK_BEFORE.search(before) or _HOLDER_AFTER.match(after):
                accounts.append((begin, end))
    return Numbers(tuple(phones), tuple(accounts))


def numbers_of(read: Normalised) -> Numbers:
    """Return the same, and in a text that hides words also the accounts whose bank was hidden."""
    found = numbers_in(read.raw)
    if not read.unmasked:
        return found
    known = {*found.phones, *found.accounts}
    hidden = [span for span in islice(_numbers(read.raw), _MOST_NUMBERS) if span not in known]
    return Numbers(found.phones, (*found.accounts, *(span for span in hidden if _is_account(read, span))))


def _is_account(read: Normalised, span: Span) -> bool:
    digits = sum(sign.isdigit() or sign in "xX•*" for sign in read.raw[slice(*span)])
    if not 8 <= digits <= _LONGEST + 4:
        return False
    place = bisect_left(read.places, span[0])
    last = bisect_left(read.words, place, key=lambda word: word.begin)
    before = read.words[max(0, last - _WORDS_BEFORE) : last]
    return any(_BANKS & {word.key, *word.readings} for word in before)


def _numbers(raw: str) -> Iterator[Span]:
    for match in _NUMBER.finditer(raw):
        if len(_SIGNS.sub("", match[0])) <= _LONGEST:
            yield match.span()
        else:
            yield from ((match.start() + begin, match.start() + end) for begin, end in _parts(match[0]))


def _parts(run: str) -> Iterator[Span]:
    return (part.span() for part in re.finditer(r"\S+", run))
