"""What a decision teaches the classifier, and how it is taken back."""

from typing import Any

from ideaboard.moderation.models import HIDE, KEEP, REMOVE, Decision
from ideaboard.moderation.reasons import REASONS
from ideaboard.screening.learning.kinds import LEARNED_KINDS
from ideaboard.screening.learning.service import APPEAL_WEIGHT
from ideaboard.screening.learning.service import take_back as take_example_back
from ideaboard.screening.learning.service import teach as teach_example


def lessons_of(action: str, reason: str, kinds: frozenset[str]) -> dict[str, bool]:
    """Return kind → what the text is an example of.

    A kept post is ordinary talk for every kind that it was suspected of; a hidden or removed one is an example of
    its reason. What should only be put right, or carries a label, says nothing of a kind.
    """
    if action == KEEP:
        return {kind: False for kind in LEARNED_KINDS if kind in kinds}
    teaches = REASONS[reason].teaches if action in (HIDE, REMOVE) else None
    return {teaches: True} if teaches else {}


def teach(decision: Decision, text: str, kinds: frozenset[str]) -> None:
    """Teach what the decision says about the text, and note which examples came of it, in the open transaction."""
    origin: dict[str, Any] = {"moderator_id": decision.moderator_id, "post_id": decision.post_id}
    lessons = lessons_of(decision.action, decision.reason, kinds)
    taught = {kind: teach_example(kind, text, is_kind, **origin) for kind, is_kind in lessons.items()}
    decision.taught = {kind: example for kind, example in taught.items() if example is not None}


def teach_overturned(decision: Decision, text: str) -> dict[str, int]:
    """Teach the other way what an overturned decision taught, with an appeal's weight; it was taken back before.

    Return kind → id of the example, in the open transaction.
    """
    teaches = REASONS[decision.reason].teaches if decision.reason in REASONS else None
    if teaches is None or decision.action not in (HIDE, REMOVE):
        return {}
    example = teach_example(teaches, text, False, moderator_id=None, post_id=decision.post_id, weight=APPEAL_WEIGHT)
    return {teaches: example} if example is not None else {}


def take_back(decision: Decision) -> None:
    """Take back exactly what the decision taught, in the open transaction."""
    for example in decision.taught.values():
        take_example_back(example, moderator_id=decision.moderator_id)


def text_of(fields: dict[str, Any]) -> str:
    """Return the texts of a version as one, in the order they were typed."""
    return "\n\n".join(value for value in fields.values() if isinstance(value, str) and value)
