"""Mailboxes and homes in a text, as typed."""

import re

from ideaboard.screening.normalise import Normalised
from ideaboard.screening.signals import Span

# Without one of these words there is no address, and nothing to search for at length.
_STARTS = frozenset(
    (
        *("jalan", "jl", "jln", "gang", "g", "lorong", "lrg", "dusun", "dsn", "perum", "perumahan", "komplek"),
        *(
            "kompleks",
            "komp",
            "rt",
            "blok",
            "rumah",
            "rumahnya",
            "tinggal",
            "tinggalnya",
            "kosnya",
            "omahe",
            "imahna",
        ),
    )
)
_AT = re.compile(r"@|[(\[{]\s?[ae]t\s?[)\]}]", re.IGNORECASE)

_MAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{2,64}(?:@|\s?[(\[{]\s?(?:at|et)\s?[)\]}]\s?)[a-z0-9\-]{2,40}"
    r"(?:(?:\.|\s?[(\[{]\s?(?:dot|titik)\s?[)\]}]\s?)[a-z]{2,10}){1,3}",
    re.IGNORECASE,
)
_NUMBER = r",?\s{1,3}(?:no(?:mor|mer)?\b\.?|nmr\b\.?|#)\s{0,2}\d{1,4}(?:\s?[a-f]\b)?"
_STREET = re.compile(
    r"\b(?:jalan|jln?|gang|gg|lorong|lrg|dusun|dsn|perum(?:ahan)?|kompleks?|komp)\b\.?\s{1,3}"
    rf"(?:[\w.'\-]{{1,30}}\s{{1,3}}){{0,4}}?[\w.'\-]{{1,30}}?{_NUMBER}",
    re.IGNORECASE,
)
_WARD = re.compile(
    r"\brt\b\.?\s{0,2}\d{1,3}(?:\s{0,2}[/,\-]\s{0,2}|\s{1,2})(?:rw\b\.?\s{0,2})?\d{1,3}\b", re.IGNORECASE
)
_BLOCK = re.compile(
    r"\bblok\s{1,2}[a-z]{1,2}\s?-?\d{0,3}(?:\s?[/\-]\s?\d{1,3}|,?\s{1,2}no(?:mor)?\b\.?\s?\d{1,3})", re.IGNORECASE
)
_HOME = re.compile(
    r"\b(?:rumah(?:nya| dia| si \w+)|tinggalnya|(?:dia|orangnya) tinggal|kosnya|omahe|imahna)\s(?:itu\s)?"
    r"(?:ada\s)?(?:di|neng|nang|ning)\s"
    r"(?P<place>(?:jl|jln|jalan|gang|gg|blok|perum\w*|komplek\w*|dusun|kampung|kp|rt|kos\w*|kontrakan|belakang|depan"
    r"|samping|sebelah|dekat|deket|mburi|ngarep|cedhak|tukang)\b[^,!?;\n]{2,60}?)(?=$|[,!?;\n]|\.(?:\s|$))",
    re.IGNORECASE,
)


def mailboxes(raw: str) -> list[Span]:
    """Return the places of e-mail addresses."""
    return [match.span() for match in _MAIL.finditer(raw)] if _AT.search(raw) else []


def homes(read: Normalised) -> list[Span]:
    """Return the places of streets with a number, of neighbourhoods and of what is said to be somebody's home."""
    if not any(word.key in _STARTS for word in read.words):
        return []
    raw = read.raw
    spans = [match.span() for pattern in (_STREET, _WARD, _BLOCK) for match in pattern.finditer(raw)]
    spans += [match.span("place") for match in _HOME.finditer(raw)]
    return _joined(sorted(spans))


def _joined(spans: list[Span]) -> list[Span]:
    """Make one of places that overlap or touch."""
    joined: list[Span] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1] + 2:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined
