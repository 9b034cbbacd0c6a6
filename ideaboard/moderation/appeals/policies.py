"""What can be appealed, until when, and what may take the place of a decision. Pure predicates."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.data.clock import now
from ideaboard.moderation.judging.carrying_out import ASKING, OUTCOME
from ideaboard.moderation.judging.choices import AGAINST, MEASURES_WITH, Choice
from ideaboard.moderation.judging.wording import appeal_until, can_be_appealed
from ideaboard.moderation.models import (
    CHANGES,
    HIDE,
    KEEP,
    LABEL,
    REMOVE,
    Decision,
)
from ideaboard.posts.models import WITHDRAWN

_ACTIONS = (KEEP, LABEL, CHANGES, HIDE, REMOVE)  # the mildest first
_MEASURES = ("", *AGAINST)
MILDER_ACTIONS = (KEEP, CHANGES, HIDE, REMOVE)  # a label needs a verdict of its own


def is_in_place(decision: Decision, post: Any) -> bool:
    """Say whether the post is still as the decision left it; its author may have changed or taken it back."""
    if post is None or OUTCOME.get(decision.action) != post.status:
        return False
    return decision.action not in ASKING or post.repair_asked_at is not None


def refusal(decision: Decision, post: Any, *, holds: bool, is_sanctioned: bool) -> Any:
    """Say why this decision cannot be appealed now; empty when it can.

    `holds`: it was not decided again since. `is_sanctioned`: something it imposed still stands.
    """
    if not can_be_appealed(decision):
        return _l("Nothing was decided against you here, so there is nothing to appeal.")
    if decision.undone_at is not None:
        return _l("This decision was taken back already. There is nothing to appeal any more.")
    if now() >= appeal_until(decision.made_at):
        return _l("The time for an appeal is over.")
    if is_sanctioned or (holds and is_in_place(decision, post)):
        return ""
    if post is not None and post.status == WITHDRAWN:
        return _l("You took this post back, so there is nothing to appeal any more.")
    if not holds:
        return _l("This was decided again since. Only the newer decision can be appealed.")
    return _l("You changed this post, and a moderator reads it again. There is nothing to appeal now.")


def milder_actions(decision: Decision) -> list[str]:
    """Return what may be done to the post instead."""
    if decision.action not in _ACTIONS:
        return []
    most = _ACTIONS.index(decision.action)
    return [action for action in MILDER_ACTIONS if _ACTIONS.index(action) <= most]


def milder_measures(decision: Decision) -> list[str]:
    """Return what may be done to the account instead."""
    most = _MEASURES.index(decision.measure) if decision.measure in _MEASURES else 0
    return list(_MEASURES[: most + 1])


def is_milder(decision: Decision, choice: Choice) -> bool:
    """Say whether a choice may take the place of the decision: less in one way, and in no way more."""
    fits = choice.action in milder_actions(decision) and choice.measure in milder_measures(decision)
    same = (choice.action, choice.measure) == (decision.action, decision.measure)
    is_nothing = (choice.action, choice.measure) == (KEEP, "")  # that is overturning it
    return fits and not same and not is_nothing and choice.measure in MEASURES_WITH[choice.action]
