"""What people see of their own trust: the level, what is missing for the next, and how much they may do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from ideaboard.accounts.policies import write_problem
from ideaboard.data.clock import now
from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.trust.levels import Step, steps_from
from ideaboard.moderation.trust.queries import facts_of
from ideaboard.posts.quotas import COMMENT, IDEA, SUPPORT, allowed
from ideaboard.screening.context import MEMBER, NEW, REGULAR, TRUSTED

NAMES = {NEW: _l("New"), MEMBER: _l("Member"), REGULAR: _l("Regular member"), TRUSTED: _l("Trusted member")}


@dataclass(frozen=True)
class OwnTrust:
    """One's own level, in words."""

    name: Any
    next: Any  # the name of the next level; empty when there is none to be earned
    steps: list[tuple[bool, str]]  # done or not, and what
    limits: str
    problem: str | None  # why one may not write now


@bp.app_context_processor
def offer() -> dict[str, Callable[[], OwnTrust]]:
    """Offer what the account page asks for."""
    return {"own_trust": own_trust}


def own_trust() -> OwnTrust:
    """Return the level of the signed-in person and the way to the next; five statements."""
    level = int(current_user.trust_level)
    facts = facts_of([current_user.id])[current_user.id]
    steps = [(step.is_done, _in_words(step)) for step in steps_from(level, facts, now())]
    following = NAMES.get(level + 1, "") if steps else ""
    return OwnTrust(NAMES[level], following, steps, _limits(), write_problem(current_user))


def _limits() -> str:
    most = {action: allowed(current_user, action) for action in (IDEA, COMMENT, SUPPORT)}
    return _(
        "You can send %(ideas)s ideas a day, write %(comments)s comments an hour "
        "and support %(votes)s ideas a minute.",
        ideas=most[IDEA],
        comments=most[COMMENT],
        votes=most[SUPPORT],
    )


def _so_far(step: Step, text: str) -> str:
    return text if step.is_done else _("%(step)s (now %(there)s)", step=text, there=step.there)


def _in_words(step: Step) -> str:
    if step.name == "hours":
        return _("Your account is 24 hours old")
    if step.name == "days":
        text = ngettext("Your account is %(num)s day old", "Your account is %(num)s days old", step.needed)
        return _so_far(step, text)
    if step.name == "posts":
        text = _("%(needed)s posts stood for a day or were let through by a moderator", needed=step.needed)
        return _so_far(step, text)
    if step.name == "reports":
        return _("At least 7 of 10 of your reports were right, or fewer than 5 were decided")
    return _("Nothing of yours was hidden or removed by moderators for 30 days")
