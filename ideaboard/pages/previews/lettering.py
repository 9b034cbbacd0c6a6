"""Words for drawings in Pillow's built-in font: what it cannot show is folded or left out, lines are broken."""

import unicodedata
from functools import lru_cache

from PIL import ImageFont

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("‘’‚ʼ′", "'"),
        **dict.fromkeys("“”„″«»", '"'),
        "…": "...",
        "•": "-",
        "·": "-",
        "×": "x",
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "½": "1/2",
        "¼": "1/4",
        "€": "EUR",
    }
)


@lru_cache(maxsize=32)
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the built-in font at a size in pixels."""
    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):  # Pillow without FreeType has only one tiny size.
        raise RuntimeError("Pillow was built without FreeType")
    return found


def writable(text: str) -> str:
    """Return `text` in letters that the font has; emoji and other scripts are left out."""
    plain = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return " ".join("".join(char for char in plain if " " <= char <= "~").split())


def wrap(text: str, size: int, width: int) -> list[str]:
    """Break `text` into lines of at most `width` pixels; a word that is wider is broken itself."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for part in _parts(word, size, width):
            longer = f"{line} {part}".strip()
            if font(size).getlength(longer) <= width:
                line = longer
            else:
                lines, line = [*lines, line], part
    return [one for one in (*lines, line) if one]


def fitted(text: str, rooms: tuple[tuple[int, int], ...], width: int) -> tuple[int, list[str]]:
    """Return the first size at which the text takes no more lines than fit, and the lines; else it is cut.

    `rooms` are pairs of a size in pixels and the number of lines for which there is room.
    """
    for size, most in rooms:
        lines = wrap(text, size, width)
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], f"{lines[most - 1][:-3].rstrip()}..."]


def _parts(word: str, size: int, width: int) -> list[str]:
    parts: list[str] = []
    part = ""
    for char in word:
        if part and font(size).getlength(part + char) > width:
            parts, part = [*parts, part], ""
        part += char
    return [*parts, part]
