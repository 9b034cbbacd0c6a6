"""Personal data: what leads to one person's door, phone or purse. It is masked; whose it is decides the rest."""

from ideaboard.screening.addresses import homes, mailboxes
from ideaboard.screening.lexicon import Hit, Lexicon
from ideaboard.screening.normalise import Normalised
from ideaboard.screening.private_numbers import private_numbers
from ideaboard.screening.signals import MEDIUM, PERSONAL, STRONG, WEAK, Signal, Span

# Where a business itself writes, for everybody to read: its own contact belongs there.
OWN_PAGES = ("business", "challenge", "update")
_REACH = 80  # signs between a number and the words that say whose it is


def find(read: Normalised) -> list[Signal]:
    """Return the personal data of a text: strong when it is somebody else's, weak when the writer's own."""
    places = {**private_numbers(read), "email": mailboxes(read.raw), "address": homes(read)}
    if not any(places.values()):
        return []
    hits = Lexicon.load("personal").find(read)
    grouped: dict[tuple[str, str], list[Span]] = {}
    for name, spans in places.items():
        for span in spans:
            strength = _strength(name, _labels_near(hits, span))
            grouped.setdefault((name, strength), []).append(span)
    return [Signal(f"personal.{name}", strength, tuple(spans)) for (name, strength), spans in grouped.items()]


def is_public(signal: Signal, post: str) -> bool:
    """Say whether it may stay to be read: a business's contact on a page of its own."""
    return (
        signal.family == PERSONAL
        and post in OWN_PAGES
        and signal.strength != STRONG
        and signal.name != "personal.nik"
    )


def _strength(name: str, labels: set[str]) -> str:
    if "theirs" in labels:
        return STRONG
    if name == "nik":
        return MEDIUM if "mine" in labels else STRONG
    return WEAK if labels & {"mine", "everybodys"} else MEDIUM


def _labels_near(hits: list[Hit], span: Span) -> set[str]:
    return {hit.label for hit in hits if hit.span[0] - _REACH <= span[1] and span[0] <= hit.span[1] + _REACH}
