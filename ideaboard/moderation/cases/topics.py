"""What cases are about: how grave, how soon, and their place in the queue."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

# A case with twice the weight comes as early as one that waits so many hours longer.
HOURS_PER_DOUBLE = 12


@dataclass(frozen=True)
class Topic:
    """One topic: its name, how grave it is (1 to 4) and the hours until it should be decided."""

    name: Any
    severity: int
    hours: int


TOPICS = {
    "fraud": Topic(_l("Fraud or asks for money"), 4, 1),
    "personal": Topic(_l("Someone's personal data"), 4, 1),
    "gambling": Topic(_l("Gambling"), 3, 4),
    "abuse": Topic(_l("Insulting or demeaning"), 3, 4),
    "legal": Topic(_l("Legal order"), 4, 4),
    "spam": Topic(_l("Advertising or spam"), 2, 24),
    "hoax": Topic(_l("False news"), 2, 24),
    "votes": Topic(_l("Unusual support"), 2, 24),
    "business": Topic(_l("First challenge of a business"), 2, 24),
    "copied": Topic(_l("Copied idea"), 1, 24),
    "appeal": Topic(_l("Appeal"), 2, 72),
    "other": Topic(_l("To be reviewed"), 1, 24),
}
CHILD_HOURS = 1


def graver(one: str, other: str) -> str:
    """Return the topic of the two that has to be decided sooner, or weighs more."""
    return min(one, other, key=lambda name: (TOPICS[name].hours, -TOPICS[name].severity, name))


def due_at(topic: str, opened_at: datetime, *, is_child: bool = False) -> datetime:
    """Return when a case should be decided at the latest."""
    hours = min(TOPICS[topic].hours, CHILD_HOURS) if is_child else TOPICS[topic].hours
    return opened_at + timedelta(hours=hours)


def rank_of(weight: float, opened_at: datetime) -> float:
    """Return the place in the queue, in hours since 1970: age counts for everybody alike, so it never changes."""
    return opened_at.timestamp() / 3600 - HOURS_PER_DOUBLE * math.log2(max(weight, 0.01))
