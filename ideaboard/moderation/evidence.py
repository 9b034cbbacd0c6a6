"""A held text as a moderator reads it: every part with what was noticed marked, and why in plain sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from ideaboard.screening.signals import Span
from ideaboard.web.bidi import without_bidi


@dataclass(frozen=True)
class Sign:
    """One thing that screening noticed."""

    sentence: str
    strength: str  # weak, medium, strong


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """Return the text, safe, with these places in <mark>. Places that overlap or lie outside are joined and cut."""
    parts: list[Any] = []
    end = 0
    for begin, stop in _joined(spans, len(text)):
        parts += [escape(_plain(text[end:begin])), Markup("<mark>{}</mark>").format(_plain(text[begin:stop]))]
        end = stop
    return Markup("").join([*parts, escape(_plain(text[end:]))])


def _plain(text: str) -> str:
    """Return the text without signs that would turn the direction of what stands around it."""
    return without_bidi(text)


def _joined(spans: Iterable[Span], length: int) -> list[Span]:
    joined: list[Span] = []
    for begin, stop in sorted((max(0, begin), min(stop, length)) for begin, stop in spans):
        if begin >= stop:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((begin, stop))
    return joined
