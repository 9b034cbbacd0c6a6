"""What a decision did, in a word for lists and in a sentence for who made it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ideaboard.moderation.models import (
    CHANGES,
    CLEAR,
    DECLINED,
    HIDE,
    KEEP,
    LABEL,
    PROPOSED,
    REMOVE,
    SECOND,
    VOID,
    Decision,
)

WORDS = {
    KEEP: (_l("On show"), "good"),
    CHANGES: (_l("Changes asked for"), "attention"),
    HIDE: (_l("Hidden"), "problem"),
    REMOVE: (_l("Removed"), "problem"),
    LABEL: (_l("Labelled"), "attention"),
    SECOND: (_l("Second opinion"), "process"),
    VOID: (_l("Support not counted"), "problem"),
    CLEAR: (_l("Support counted"), "good"),
}
_STATES = {PROPOSED: (_l("Waits for a second person"), "process"), DECLINED: (_l("Not confirmed"), "")}


def chip_of(decision: Decision) -> tuple[Any, str]:
    """Return the word for a decision, and how its chip looks."""
    if decision.undone_at is not None:
        return _l("Taken back"), ""
    return _STATES.get(decision.state) or WORDS[decision.action]


def sentence_of(decision: Decision, place: Any) -> str:
    """Say what was just done, to who did it."""
    return _("%(done)s: %(what)s.", done=chip_of(decision)[0], what=place)
