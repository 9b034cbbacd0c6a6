"""What an author is told of a decision: what, why, by which rule, and how to appeal. Who decided is not said."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from ideaboard.moderation.judging.choices import AGAINST, Choice
from ideaboard.moderation.models import (
    CHANGES,
    HIDE,
    KEEP,
    LABEL,
    REMOVE,
    SILENCE_DAY,
    SILENCE_MONTH,
    SILENCE_WEEK,
    SUSPEND,
    TRUST,
    WARN,
    Decision,
)
from ideaboard.moderation.reasons import REASONS
from ideaboard.web.formats import long_date


def message_to_author(decision: Decision | Choice, language: str = "", *, what: str = "", zone: str = "WIB") -> str:
    """Return the whole message, a sentence a line, of a decision or of one that is about to be made.

    `what` names the post ("Comment on “…”"); without a language it is the reader's.
    """
    if language:
        with force_locale(language):
            return message_to_author(decision, what=what, zone=zone)
    action, reason = decision.action, decision.reason
    lines = [_done(action, what), _because(reason), _rule(reason), _next(action), _measure(decision.measure)]
    lines += [decision.message, _appeal(decision, zone)]
    return "\n".join(line for line in lines if line)


def appeal_days() -> int:
    """Return for how many days a decision can be appealed against."""
    return int(current_app.config["APPEAL_DAYS"])


def appeal_until(made_at: datetime) -> datetime:
    """Return until when a decision made at this moment can be appealed against."""
    return made_at + timedelta(days=appeal_days())


def can_be_appealed(decision: Decision | Choice) -> bool:
    """Say whether a decision is against its author at all."""
    return decision.action in (CHANGES, HIDE, REMOVE, LABEL) or decision.measure in AGAINST


def _done(action: str, what: str) -> str:
    post = what or _("your post")
    sentences = {
        KEEP: lambda: _("Reviewed by a moderator and on show: %(what)s.", what=post),
        CHANGES: lambda: _("A moderator asks you to change this: %(what)s.", what=post),
        HIDE: lambda: _("Hidden by a moderator: %(what)s.", what=post),
        REMOVE: lambda: _("Removed by a moderator: %(what)s.", what=post),
        LABEL: lambda: _("A moderator checked a claim in this and added a note: %(what)s.", what=post),
    }
    return sentences[action]() if action in sentences else ""


def _because(reason: str) -> str:
    return _("The reason: %(reason)s.", reason=REASONS[reason].because) if reason in REASONS else ""


def _rule(reason: str) -> str:
    return _("The rule: %(rule)s", rule=REASONS[reason].rule) if reason in REASONS else ""


def _next(action: str) -> str:
    if action == CHANGES:
        return _("Change it, and a moderator reads it again. Until then only you see it.")
    if action == HIDE:
        return _("You can change it: then a moderator reads it again.")
    return ""


def _measure(measure: str) -> str:
    sentences: dict[str, Any] = {
        TRUST: lambda: _("You are trusted more from now on. Thank you."),
        WARN: lambda: _("This is a warning. Please keep to the rules."),
        SILENCE_DAY: lambda: _("You cannot write for 24 hours. You can still read everything."),
        SILENCE_WEEK: lambda: _("You cannot write for 7 days. You can still read everything."),
        SILENCE_MONTH: lambda: _("You cannot write for 30 days. You can still read everything."),
        SUSPEND: lambda: _("Your account is suspended: you can read, but no longer write."),
    }
    return sentences[measure]() if measure in sentences else ""


def _appeal(decision: Decision | Choice, zone: str) -> str:
    if not can_be_appealed(decision):
        return ""
    if isinstance(decision, Decision):
        day = long_date(appeal_until(decision.made_at), zone)
        return _("If this is wrong, you can appeal once, until %(day)s. Another moderator decides.", day=day)
    return ngettext(
        "If this is wrong, you can appeal once within %(num)d day. Another moderator decides.",
        "If this is wrong, you can appeal once within %(num)d days. Another moderator decides.",
        appeal_days(),
    )
