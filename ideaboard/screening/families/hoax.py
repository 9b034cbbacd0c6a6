"""Hoaxes: what wants a source. Wording cannot tell true from false, so nothing here leads to a verdict.

A claim about health or safety that names nobody who could be asked is one medium sign; the tone of a chain letter,
a nameless authority, a miracle and hurry are weak ones.
"""

import re
from collections.abc import Iterable

from ideaboard.screening.lexicon import Hit, Lexicon
from ideaboard.screening.normalise import Normalised
from ideaboard.screening.signals import MEDIUM, WEAK, Signal, Span

CUES = ("chain", "authority", "miracle", "urgency")
_REACH = 6  # words between what is done and the illness
_DOUBT_REACH = 4  # "tidak akan pernah menyembuhkan"
_ENOUGH = 200  # hits: a text with more says nothing new
_STOP = re.compile(r"[.!?\n]+(?=\s|$)")
_ASKED_WITHIN = 200  # signs behind a claim
_LINK = re.compile(
    r"https?://|www\.|(?<![\w-])[\w-]{2,}+\.(?:com|org|net|info|gov|edu|(?:co|go|ac|or|web)\.id|id)\b", re.I
)


def find(read: Normalised) -> list[Signal]:
    """Return the cues of a text, and whether it claims something without a source."""
    found = _labelled("hoax", read)
    cues = [_signal(f"hoax.{cue}", WEAK, [hit.span for hit in found[cue]]) for cue in CUES if cue in found]
    claims = list(_claims(read, found)) if found.keys() & {"illness", "danger", "poison"} else []
    return [_signal("hoax.claim_without_source", MEDIUM, claims), *cues] if claims else cues


def _labelled(name: str, read: Normalised) -> dict[str, list[Hit]]:
    labelled: dict[str, list[Hit]] = {}
    for hit in Lexicon.load(name).find(read, _ENOUGH):
        labelled.setdefault(hit.label, []).append(hit)
    return labelled


def _claims(read: Normalised, found: dict[str, list[Hit]]) -> Iterable[Span]:
    said = _labelled("hoax_claims", read)
    if "named" in said or _LINK.search(read.raw):
        return
    pairs = [
        *_pairs(said.get("effect", []), found.get("illness", [])),
        *_pairs(said.get("harm", []), found.get("danger", [])),
        *((hit, hit) for hit in found.get("poison", [])),
    ]
    for first, last in pairs:
        if _one_sentence(read, first, last) and not _doubted(read, said.get("doubt", []), first, last):
            yield read.span(first.begin, last.end)


def _pairs(deeds: list[Hit], ills: list[Hit]) -> list[tuple[Hit, Hit]]:
    """Return what is done together with the illness near it, in the order of the text."""
    return [
        (deed, ill) if deed.first <= ill.first else (ill, deed)
        for deed in deeds
        for ill in ills
        if 0 < ill.first - deed.last <= _REACH or (deed.label == "effect" and 0 < deed.first - ill.last <= 2)
    ]


def _one_sentence(read: Normalised, first: Hit, last: Hit) -> bool:
    return _STOP.search(read.text, first.begin, last.end) is None


def _doubted(read: Normalised, doubts: list[Hit], first: Hit, last: Hit) -> bool:
    """Say whether it is asked, denied, feared or forbidden rather than claimed."""
    stop = _STOP.search(read.text, last.end, last.end + _ASKED_WITHIN)
    if stop and "?" in stop[0]:
        return True
    return any(
        first.first - _DOUBT_REACH <= doubt.last and doubt.first < last.first and _one_sentence(read, doubt, first)
        for doubt in doubts
    )


def _signal(name: str, strength: str, spans: list[Span]) -> Signal:
    return Signal(name, strength, tuple(sorted(set(spans))))
