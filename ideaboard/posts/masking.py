"""Personal data of others is hidden at once: readers get the masked text, versions keep what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

MASK = "•••"
MASKED = "masked"  # the name under which a version keeps the places


def masked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the texts of a version as readers may see them."""
    places = fields.get(MASKED) or {}
    shown = {name: text for name, text in fields.items() if name != MASKED}
    return {
        **shown,
        **{name: mask(str(shown[name] or ""), spans) for name, spans in places.items() if name in shown},
    }


def mask(text: str, spans: Iterable[Sequence[int]]) -> str:
    """Return the text with every span replaced; spans may overlap."""
    parts, end = [], 0
    for begin, stop in sorted((span[0], span[1]) for span in spans):
        if stop > end:
            parts += [text[end:begin], MASK] if begin >= end else []
            end = stop
    return "".join([*parts, text[end:]])
