"""The privacy page: what is kept and for how long, from the tables that jobs and cookies come from."""

from flask import Response, current_app
from flask_babel import ngettext

from ideaboard.data.retention import RULES, Rule
from ideaboard.pages.blueprint import bp
from ideaboard.web.cookies import cookies
from ideaboard.web.rendering import render


@bp.get("/privasi")
def privacy() -> Response:
    """What is kept about people, why, and for how long."""
    rules = [{"what": rule.what, "since": rule.since, "words": _in_words(rule)} for rule in RULES]
    about = {"min_age": current_app.config["MIN_AGE"], "backups_kept": _days_of_backups()}
    return render("pages/privacy.html", rules=rules, cookies=cookies(), **about)


def _in_words(rule: Rule) -> str:
    hours = int(rule.period.total_seconds() // 3600)
    if hours % 24 or hours <= 72:
        return ngettext("%(num)s hour", "%(num)s hours", hours)
    return ngettext("%(num)s day", "%(num)s days", hours // 24)


def _days_of_backups() -> int:
    """Return how old the oldest automatic backup can be."""
    days, _, weeks = str(current_app.config["BACKUP_KEEP"]).partition("+")
    return int(days) + 7 * int(weeks or 0)
