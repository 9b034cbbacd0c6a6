"""What a moderator can choose: each with its key, what it means for the post and for the account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.data.clock import now
from ideaboard.moderation.cases.models import PERSON, POST, SAMPLE, VOTES
from ideaboard.moderation.judging.choices import AGAINST
from ideaboard.moderation.models import (
    CHANGES,
    CLEAR,
    HIDE,
    KEEP,
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

TRUSTED, SILENCED, SUSPENDED = "trust", "silence", "suspend"  # single steps: two things at once
OLD_ACCOUNT = timedelta(days=30)


@dataclass(frozen=True)
class Option:
    """One line of the decision panel."""

    name: Any
    key: str
    action: str
    measure: str = ""


OPTIONS = {
    KEEP: Option(_l("Keep visible"), "a", KEEP),
    TRUSTED: Option(_l("Keep and trust the author"), "r", KEEP, TRUST),
    CHANGES: Option(_l("Ask for changes"), "p", CHANGES),
    HIDE: Option(_l("Hide"), "s", HIDE),
    REMOVE: Option(_l("Remove"), "h", REMOVE),
    SILENCED: Option(_l("Remove and silence"), "x", REMOVE, SILENCE_DAY),
    SUSPENDED: Option(_l("Remove and suspend"), "t", REMOVE, SUSPEND),
    VOID: Option(_l("Do not count this support"), "v", VOID),
    CLEAR: Option(_l("Count this support"), "c", CLEAR),
    SECOND: Option(_l("Ask a second opinion"), "e", SECOND),
}
FOR_KIND: dict[str, Sequence[str]] = {
    POST: (KEEP, TRUSTED, CHANGES, HIDE, REMOVE, SILENCED, SUSPENDED, SECOND),
    SAMPLE: (KEEP, CHANGES, HIDE, REMOVE),
    VOTES: (CLEAR, VOID, SECOND),
    PERSON: (KEEP, TRUSTED, SECOND),
}
MEASURES = {
    WARN: _l("Warn"),
    SILENCE_DAY: _l("Silence for 24 hours"),
    SILENCE_WEEK: _l("Silence for 7 days"),
    SILENCE_MONTH: _l("Silence for 30 days"),
}


def options_of(kind: str) -> dict[str, Option]:
    """Return what can be chosen in a case of this kind, in the order of the panel."""
    return {code: OPTIONS[code] for code in FOR_KIND.get(kind, ())}


def measure_of(option: Option, chosen: str) -> str:
    """Return what happens to the account: what was chosen besides, or what the option says when that is more."""
    if option.measure in AGAINST and chosen in AGAINST:
        return max(option.measure, chosen, key=AGAINST.index)
    return option.measure or (chosen if chosen in MEASURES else "")


def asks_again(action: str, measure: str, author_since: datetime) -> bool:
    """Say whether a choice has to be sent twice: suspending, or removing the post of an old account."""
    return measure == SUSPEND or (action == REMOVE and now() - author_since > OLD_ACCOUNT)
