"""What authors read of a decision and of an appeal, in words."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user

from ideaboard.moderation.appeals.models import CHANGED, MOOT, OVERTURNED, UPHELD
from ideaboard.moderation.appeals.queries import Told
from ideaboard.moderation.judging.wording import appeal_until, message_to_author
from ideaboard.moderation.models import CHANGES, HIDE, KEEP, LABEL, REMOVE, VOID

# How an appeal stands: the word for lists, and how its chip looks.
STATES = {
    "": (_l("Appeal is being read"), "process"),
    UPHELD: (_l("Appeal: the decision stands"), ""),
    CHANGED: (_l("Appeal: a milder decision"), "good"),
    OVERTURNED: (_l("Appeal: you were right"), "good"),
    MOOT: (_l("Appeal ended"), ""),
}
DONE = {
    KEEP: (_l("On show"), "good"),
    CHANGES: (_l("Changes asked for"), "attention"),
    HIDE: (_l("Hidden"), "problem"),
    REMOVE: (_l("Removed"), "problem"),
    LABEL: (_l("Labelled"), "attention"),
    VOID: (_l("Support not counted"), "problem"),
}
TAKEN_BACK = (_l("Taken back"), "good")


def chip_of(told: Told) -> tuple[Any, str]:
    """Return the word for what was decided, and how its chip looks."""
    return TAKEN_BACK if told.decision.undone_at is not None else DONE[told.decision.action]


def appeal_chip(told: Told) -> tuple[Any, str]:
    """Return the word for how its appeal stands."""
    return STATES[told.appeal.outcome] if told.appeal else ("", "")


def message_of(told: Told) -> list[str]:
    """Return the message of a decision, a sentence a line, as its author got it; none when it was taken back."""
    if told.decision.undone_at is not None:
        return []
    return message_to_author(told.decision, what=str(told.place or ""), zone=current_user.zone).splitlines()


def last_day(told: Told) -> Any:
    """Return until when a decision can be appealed."""
    return appeal_until(told.decision.made_at)
