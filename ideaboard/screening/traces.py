"""Tell a disguise from what is ordinary by the kinds of characters (see folding.py)."""

import re
import unicodedata
from functools import lru_cache
from itertools import islice

from ideaboard.screening.signals import Span

_WORD = re.compile(r"[a0ASLFNR][a0ASLFNZVMR]*+")
_HIDDEN = re.compile(r"(?<=[a0ASLF])Z++(?=[a0ASLF])")
_MARKED = re.compile(r"[a0ASLF]V*M++")
_STRUCK = frozenset("\u0335\u0336\u0337\u0338")  # crossed-out prices are ordinary in shops
_KEYCAP = re.compile(r"[aS]0VV|0VV[aS]")  # the picture of a key for a digit, inside a word
_MOST = 4000  # words and marks of a text that are looked at
_LONGEST = 40
_FEW = 4  # styled letters in a whole text that are no more than a decoration


def traces(raw: str, kinds: str) -> dict[str, list[Span]]:
    """Return the spans of each disguise that folding undid."""
    found: dict[str, list[Span]] = {}
    if not set("SLFZMVR") & set(kinds):
        return found
    many = kinds.count("S") + kinds.count("R") >= _FEW
    plain = kinds.count("a") > kinds.count("W") + kinds.count("F")
    for word in islice(_WORD.finditer(kinds), _MOST):
        for name in _names(word[0][:_LONGEST], many, plain):
            found.setdefault(name, []).append(word.span())
    marked = (
        [m.span() for m in islice(_MARKED.finditer(kinds), _MOST) if _odd(raw, *m.span())] if "M" in kinds else []
    )
    hidden = [m.span() for m in islice(_HIDDEN.finditer(kinds), _MOST)] if "Z" in kinds else []
    if spans := merged(sorted(marked + hidden)):
        found["invisible"] = spans
    return found


@lru_cache(maxsize=512)
def _names(word: str, many: bool, plain: bool) -> tuple[str, ...]:
    """Return the disguises of one word by the kinds of its characters."""
    letters = set(word)
    names: tuple[str, ...] = ()
    if _KEYCAP.search(word) or ("S" in letters and (word.count("S") > 1 or many or letters & set("aLF"))):
        names = ("styled",)
    mixed = letters & set("LF") and letters & set("aS")
    # A word of another language has letters that are no twins.
    foreign = not mixed and (not plain or "F" in letters or "L" not in letters)
    if not foreign and len(word) > 2:
        names += ("lookalikes",)
    return names


def _odd(raw: str, begin: int, end: int) -> bool:
    """Say whether the marks on a letter are no accent of any language and no line through a price."""
    marks = raw[begin + 1 : end]
    return not set(marks) <= _STRUCK and len(unicodedata.normalize("NFC", raw[begin:end])) > 1


def merged(spans: list[Span]) -> list[Span]:
    """Join spans that touch or have only one character between them."""
    joined: list[Span] = []
    for begin, end in spans:
        if joined and begin - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined
