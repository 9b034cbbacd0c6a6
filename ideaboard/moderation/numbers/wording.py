"""The numbers as they are written: topics, outcomes, times and shares, in the reader's language."""

from typing import Any

from flask_babel import format_date, format_decimal, get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ideaboard.moderation.cases.topics import TOPICS
from ideaboard.moderation.models import CHANGES, CLEAR, HIDE, KEEP, LABEL, REMOVE, VOID
from ideaboard.moderation.numbers.months import Month
from ideaboard.moderation.numbers.rates import Rate
from ideaboard.moderation.reasons import REASONS
from ideaboard.screening.sentences import sentence
from ideaboard.web.formats import number

HOUR, DAY = 3600, 86400
OUTCOMES = {
    KEEP: _l("Left on show"),
    CHANGES: _l("Changes asked for"),
    HIDE: _l("Hidden"),
    REMOVE: _l("Removed"),
    LABEL: _l("Labelled"),
    CLEAR: _l("Support counted"),
    VOID: _l("Support not counted"),
}
FAMILIES = {
    "gambling": _l("Gambling"),
    "fraud": _l("Fraud or asks for money"),
    "abuse": _l("Insulting or demeaning"),
    "hoax": _l("False news"),
    "personal": _l("Someone's personal data"),
    "spam": _l("Advertising or spam"),
    "disguise": _l("Disguised letters"),
    "behaviour": _l("Behaviour of the account"),
    "board": _l("The lists of this board"),
}


def topic_name(topic: str) -> str:
    """Name what a case was about."""
    return str(TOPICS[topic].name)


def reason_name(reason: str) -> str:
    """Name a reason; "" is what was left on show."""
    return str(REASONS[reason].name) if reason in REASONS else _("Left on show")


def signal_name(name: str) -> str:
    """Name a family of signals, or say a signal in its sentence."""
    if "." not in name:
        return str(FAMILIES.get(name, name))
    return sentence(name, str(get_locale().language))


def month_name(month: Month, pattern: str = "MMMM y") -> str:
    """Write "November 2026", or shorter with another pattern."""
    return format_date(month.day, pattern, rebase=False)


def span(seconds: float | None) -> str:
    """Write a time in the unit that fits it: minutes, hours or days, with one digit behind the comma."""
    if seconds is None:
        return "–"
    if seconds < HOUR:
        return ngettext("%(num)s minute", "%(num)s minutes", max(1, round(seconds / 60)))
    unit, size = ("hours", HOUR) if seconds < 2 * DAY else ("days", DAY)
    value = format_decimal(round(seconds / size, 1), format="#,##0.#")
    return _("%(n)s hours", n=value) if unit == "hours" else _("%(n)s days", n=value)


def share(rate: Rate) -> str:
    """Write a share with what it is worth: "8 of 10", or "80 % (71–87 %) of 120"."""
    if not rate.of:
        return _("none yet")
    if not rate.is_enough:
        return _("%(hits)s of %(all)s", hits=number(rate.hits), all=number(rate.of))
    low, high = rate.interval
    return _(
        "%(percent)s%% (%(low)s–%(high)s%%) of %(all)s",
        percent=rate.percent,
        low=low,
        high=high,
        all=number(rate.of),
    )


WORDS: dict[str, Any] = {
    "topic_name": topic_name,
    "reason_name": reason_name,
    "signal_name": signal_name,
    "month_name": month_name,
    "time_said": span,
    "share_said": share,
    "outcome_names": OUTCOMES,
}
