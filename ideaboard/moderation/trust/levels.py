"""Which trust level follows from what is known of a person. Pure: no database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ideaboard.screening.context import MEMBER, NEW, REGULAR, TRUSTED

MEMBER_AGE, MEMBER_POSTS = timedelta(hours=24), 2
REGULAR_AGE, REGULAR_POSTS = timedelta(days=15), 10
LEAST_UPHELD, LEAST_JUDGED = 0.7, 5  # of one's own reports; fewer say nothing yet
REMEMBERED = timedelta(days=30)  # how long what was hidden or removed counts
NAMES = (NEW, MEMBER, REGULAR, TRUSTED)


@dataclass(frozen=True)
class Facts:
    """What the level of a person follows from."""

    created_at: datetime
    approved: int = 0  # posts that a moderator kept, or that have been public for a day
    upheld: int = 0  # posts that were hidden or removed lately
    granted: int = NEW  # by moderators, since the last one
    reports_upheld: int = 0
    reports_judged: int = 0

    @property
    def reports_well(self) -> bool:
        """Say whether the person's reports were right often enough, or too few to tell."""
        return self.reports_judged < LEAST_JUDGED or self.reports_upheld >= LEAST_UPHELD * self.reports_judged


def level_of(facts: Facts, moment: datetime) -> int:
    """Return the level: earned or given, and lowered while something was hidden or removed lately."""
    level = max(_earned(facts, moment - facts.created_at), facts.granted)
    if facts.upheld:
        level = min(level, NEW if facts.upheld > 1 else MEMBER)
    return level


def _earned(facts: Facts, age: timedelta) -> int:
    if age < MEMBER_AGE or facts.approved < MEMBER_POSTS:
        return NEW
    if age < REGULAR_AGE or facts.approved < REGULAR_POSTS or not facts.reports_well:
        return MEMBER
    return REGULAR


@dataclass(frozen=True)
class Step:
    """One thing on the way to the next level: what it is called, how much is there, and how much it takes."""

    name: str
    there: int
    needed: int

    @property
    def is_done(self) -> bool:
        """Say whether it is there."""
        return self.there >= self.needed


def steps_from(level: int, facts: Facts, moment: datetime) -> list[Step]:
    """Return what the next level takes, done or missing; nothing above `regular`, which moderators give."""
    age = moment - facts.created_at
    if level == NEW:
        hours = Step("hours", int(age / timedelta(hours=1)), int(MEMBER_AGE / timedelta(hours=1)))
        return [hours, Step("posts", facts.approved, MEMBER_POSTS), *_lately(facts, most=1)]
    if level == MEMBER:
        days = Step("days", age.days, REGULAR_AGE.days)
        reports = Step("reports", int(facts.reports_well), 1)
        return [days, Step("posts", facts.approved, REGULAR_POSTS), reports, *_lately(facts, most=0)]
    return []


def _lately(facts: Facts, *, most: int) -> list[Step]:
    """Return a step for what was hidden or removed lately, only when it stands in the way."""
    return [Step("upheld", 0, 1)] if facts.upheld > most else []
