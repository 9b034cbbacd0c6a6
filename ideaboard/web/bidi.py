"""Characters that turn the writing direction: kept inside the run of text that holds them, or taken out."""

import re

_PDF, _PDI = "\u202c", "\u2069"
_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def close_bidi(text: str) -> str:
    """Return `text` with every turn that it opens also closed, and no end without a beginning.

    What follows `text` on the page, a name or a link for instance, then keeps its own direction.
    """
    if not _CONTROLS.search(text):
        return text
    open_turns: list[str] = []
    kept = [_follow(character, open_turns) for character in text]
    return "".join(kept + open_turns[::-1])


def _follow(character: str, open_turns: list[str]) -> str:
    """Note in `open_turns` what `character` opens or ends; return what to write for it."""
    if character in _EMBEDDINGS:
        open_turns.append(_PDF)
    elif character in _ISOLATES:
        open_turns.append(_PDI)
    elif character in (_PDF, _PDI):
        if not open_turns or open_turns[-1] != character:
            return ""
        open_turns.pop()
    return character


def without_bidi(text: str) -> str:
    """Return `text` without these characters, for mail subjects, previews and other single lines."""
    return _CONTROLS.sub("", text)
