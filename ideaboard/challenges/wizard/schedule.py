"""Dates and hours as an owner types them, in the business's zone; stored as moments in UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _

from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.web.formats import long_date, zone_info

LENGTHS = (7, 14, 21)
USUAL = 14
EVENING = "20.00"
SUPPORT_DAYS, ANSWER_DAYS = 7, 7
LATEST = timedelta(days=366)  # nobody promises further ahead
_TIME = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


def day_of(text: str | None) -> date | None:
    """Read a date as a browser sends it (2026-12-05) or as people write it (5/12/2026, 5-12-2026)."""
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/-](\d{1,2})[/-](\d{4})", text or "", re.ASCII)
    if not parts:
        return None
    year, month, day = parts.group(1, 2, 3) if parts[1] else parts.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def hour_of(text: str | None) -> time | None:
    """Read an hour: 20.00 or 20:00."""
    parts = _TIME.fullmatch(text or "")
    return time(int(parts[1]), int(parts[2])) if parts else None


def moment_of(day: date | None, hour: time | None, zone: str) -> datetime | None:
    """Return the moment of a day and hour in `zone`, in UTC; None when one of them is missing or unreal."""
    if day is None or hour is None or not 1970 <= day.year < 9999:
        return None
    return datetime.combine(day, hour, zone_info(zone)).astimezone(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """Return the moment as the clocks of `zone` show it."""
    return moment.astimezone(zone_info(zone))


def today_in(zone: str) -> date:
    """Return what day it is in `zone`."""
    return local(now(), zone).date()


def day_and_hour(moment: datetime | None, zone: str) -> tuple[str, str]:
    """Return date and hour as the fields hold them."""
    if moment is None:
        return "", ""
    there = local(moment, zone)
    return there.date().isoformat(), there.strftime("%H.%M")


def template_dates(days: int, opens_on: date, is_fair: bool) -> dict[str, str]:
    """Return the dates of a schedule in which ideas are open for `days` days."""
    ideas = opens_on + timedelta(days=days)
    support = ideas + timedelta(days=SUPPORT_DAYS)
    answers = (support if is_fair else ideas) + timedelta(days=ANSWER_DAYS)
    return {
        "ideas_close_on": ideas.isoformat(),
        "ideas_close_time": EVENING,
        "support_close_on": support.isoformat(),
        "support_close_time": EVENING,
        "answers_due_on": answers.isoformat(),
    }


@dataclass(frozen=True)
class Schedule:
    """A whole schedule. `opens_at` is None when the challenge opens as it is published."""

    zone: str
    opens_at: datetime | None
    ideas_close_at: datetime
    support_close_at: datetime  # equals ideas_close_at under the open rule
    answers_due_on: date
    prize_due_on: date | None
    is_fair: bool

    @classmethod
    def of(cls, challenge: Challenge) -> "Schedule | None":
        """Read the schedule of a challenge; None while it is not complete."""
        ideas, support, due = challenge.ideas_close_at, challenge.support_close_at, challenge.answers_due_on
        if ideas is None or support is None or due is None:
            return None
        opens, prize = challenge.opens_at, challenge.prize_due_on
        return cls(challenge.zone, opens, ideas, support, due, prize, challenge.is_fair)


def problems_of(plan: Schedule, *, is_public: bool = False) -> dict[str, str]:
    """Return a sentence for every date that cannot be, by the name of its field.

    In public, what has begun may lie in the past.
    """
    found: dict[str, str] = {}
    start = now()
    if plan.opens_at is not None and not is_public and plan.opens_at <= start:
        found["opens_on"] = _("This is past. Choose a later moment, or open right away.")
    opens = plan.opens_at or start
    if plan.ideas_close_at <= opens:
        found["ideas_close_on"] = _("Ideas must close after the challenge opens.")
    elif plan.ideas_close_at <= start and not is_public:
        found["ideas_close_on"] = _("This is past. Choose a later moment.")
    elif plan.ideas_close_at > opens + LATEST:
        found["ideas_close_on"] = _("Choose a day within one year.")
    if plan.is_fair and plan.support_close_at <= plan.ideas_close_at:
        found["support_close_on"] = _("Support must close after ideas close.")
    elif plan.support_close_at > opens + LATEST and plan.is_fair:
        found["support_close_on"] = _("Choose a day within one year.")
    return found | _promise_problems(plan)


def _promise_problems(plan: Schedule) -> dict[str, str]:
    closes_on = local(plan.support_close_at, plan.zone).date()
    if plan.answers_due_on < closes_on:
        text = _(
            "The challenge closes on %(date)s. Answers are due on that day or later.", date=long_date(closes_on)
        )
        return {"answers_due_on": text}
    if plan.answers_due_on > closes_on + LATEST:
        return {"answers_due_on": _("Choose a day within one year.")}
    if plan.prize_due_on and plan.prize_due_on < plan.answers_due_on:
        text = _(
            "In step 3 the prizes are paid by %(date)s, before the answers. Choose an earlier date here or a later"
            " one there.",
            date=long_date(plan.prize_due_on),
        )
        return {"answers_due_on": text}
    return {}
