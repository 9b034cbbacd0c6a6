"""Strong words stay covered until a moderator asks for them: reading them all day wears people out."""

from collections.abc import Iterable
from typing import Any

from ideaboard.screening.signals import ABUSE, WEAK, Span

DOT = "•"


def strong_words(signals: Iterable[dict[str, Any]] | None) -> dict[str, list[Span]]:
    """Return where words stand that hurt, by name of the text."""
    found: dict[str, list[Span]] = {}
    for signal in signals or ():
        if signal["name"].startswith(f"{ABUSE}.") and signal["strength"] != WEAK:
            for name, begin, end in signal["places"]:
                found.setdefault(name, []).append((begin, end))
    return found


def covered(text: str, spans: Iterable[Span]) -> str:
    """Return the text with these places dotted out but for their first letter; every place stays where it is."""
    letters = list(text)
    for begin, end in spans:
        for place in range(max(0, begin) + 1, min(end, len(letters))):
            letters[place] = letters[place] if letters[place].isspace() else DOT
    return "".join(letters)
