"""How entries of the lists are named and read from a form."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from ideaboard.screening.blocklists.entries import EntryText
from ideaboard.screening.blocklists.models import (
    ALLOW,
    BLOCK,
    DOMAIN,
    HOLD,
    LOG,
    LONGEST,
    LONGEST_NOTE,
    NETWORK,
    PATTERN,
    REFUSE,
    WARN,
    WORD,
)
from ideaboard.screening.blocklists.queries import Example
from ideaboard.web.bidi import without_bidi
from ideaboard.web.forms import clean_text

_NAMES: Mapping[str, Mapping[str, Any]] = {
    "mode": {BLOCK: _l("Blocks"), ALLOW: _l("Allows")},
    "kind": {
        WORD: _l("Word or words"),
        PATTERN: _l("Pattern with *"),
        DOMAIN: _l("Domain of a link"),
        NETWORK: _l("Network"),
    },
    "action": {
        LOG: _l("Only note it"),
        WARN: _l("Ask the author to reword"),
        HOLD: _l("Hold for a moderator"),
        REFUSE: _l("Refuse (domains only)"),
    },
}


def names() -> Mapping[str, Mapping[str, Any]]:
    """Return what can be chosen, by field, with its name."""
    return _NAMES


def entry_from(sent: Mapping[str, str]) -> EntryText:
    """Read an entry from a form; what is missing is the usual."""
    text, note = (clean_text(sent.get(name, "")) for name in ("text", "note"))
    mode, kind, action = sent.get("mode", BLOCK), sent.get("kind", WORD), sent.get("action", HOLD)
    return EntryText(mode, kind, text[: LONGEST + 1], action, note[: LONGEST_NOTE + 1])


def example_text(example: Example) -> Markup:
    """Return the words around a hit, safe, with the hit marked."""
    begin, end = example.span
    text = example.excerpt
    parts = [without_bidi(part) for part in (text[:begin], text[begin:end], text[end:])]
    return Markup("{}<mark>{}</mark>{}").format(*(escape(part) for part in parts))
