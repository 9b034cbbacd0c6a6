"""What a moderator chooses, and which choices fit together. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.moderation.cases.models import APPEAL, PERSON, POST, SAMPLE, VOTES
from ideaboard.moderation.models import (
    CHANGES,
    CLEAR,
    HIDE,
    KEEP,
    LABEL,
    REMOVE,
    SECOND,
    SILENCE_DAY,
    SILENCE_MONTH,
    SILENCE_WEEK,
    SUSPEND,
    TRUST,
    VOID,
    WARN,
)
from ideaboard.moderation.reasons import REASONS, VOTES_REASON

SILENCES = (SILENCE_DAY, SILENCE_WEEK, SILENCE_MONTH)
AGAINST = (WARN, *SILENCES, SUSPEND)  # measures that need a reason, the mildest first
FITTING = {
    POST: (KEEP, CHANGES, HIDE, REMOVE, LABEL, SECOND),
    SAMPLE: (KEEP, CHANGES, HIDE, REMOVE, LABEL),
    PERSON: (KEEP, SECOND),
    VOTES: (VOID, CLEAR, SECOND),
    APPEAL: (SECOND,),  # appeals end in words of their own
}
# Who is asked to change a text has to be able to write, and a pattern of votes alone costs nobody an account.
MEASURES_WITH = {
    KEEP: ("", TRUST, *AGAINST),
    CHANGES: ("", WARN),
    HIDE: ("", *AGAINST),
    REMOVE: ("", *AGAINST),
    LABEL: ("", WARN),
    SECOND: ("",),
    VOID: ("", WARN),
    CLEAR: ("",),
}
ALONE_SUSPENDS = ("fraud", "gambling")  # reasons for which one moderator is enough to suspend
_two_people: dict[str, Callable[["Choice"], bool]] = {}


@dataclass(frozen=True)
class Choice:
    """One decision before it is made. `version` is the post's that was read; `extra` what an action adds."""

    action: str
    reason: str = ""
    measure: str = ""
    message: str = ""
    facts: str = ""
    version: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def needs_reason(self) -> bool:
        """Say whether the author must be told why."""
        return self.action in (CHANGES, HIDE, REMOVE) or self.measure in AGAINST


def two_people_for(action: str) -> Callable[[Callable[[Choice], bool]], Callable[[Choice], bool]]:
    """Register when an action takes effect only with a second person's word."""

    def register(function: Callable[[Choice], bool]) -> Callable[[Choice], bool]:
        _two_people[action] = function
        return function

    return register


def needs_two(choice: Choice) -> bool:
    """Say whether the choice takes effect only when a second person confirms it."""
    if choice.measure == SUSPEND and choice.reason not in ALONE_SUSPENDS:
        return True
    asked = _two_people.get(choice.action)
    return asked is not None and asked(choice)


def problem_with(choice: Choice, kind: str) -> Any:
    """Say why a choice cannot be made about a case of this kind; empty when it can."""
    if choice.action not in FITTING[kind]:
        return _l("This decision does not fit this case.")
    if choice.measure not in MEASURES_WITH[choice.action]:
        return _l("This measure does not fit this decision.")
    reasons = VOTES_REASON if choice.action == VOID else REASONS
    if (choice.needs_reason or choice.reason) and choice.reason not in reasons:
        return _l("Choose a reason.")
    return ""
