"""What a decision teaches the classifier, and how it is taken back."""

from typing import Any

from ideaboard.moderation.models import KEEP, Decision
from ideaboard.moderation.reasons import REASONS
from ideaboard.screening.signals import ABUSE, FRAUD, GAMBLING, SPAM

LEARNABLE = (GAMBLING, FRAUD, ABUSE, SPAM)


def lessons_of(action: str, reason: str, kinds: frozenset[str]) -> dict[str, bool]:
    """Return kind → what the text is an example of.

    A kept post is ordinary talk for every kind that it was suspected of; a removed one is an example of its reason.
    """
    if action == KEEP:
        return {kind: False for kind in LEARNABLE if kind in kinds}
    teaches = REASONS[reason].teaches
    return {teaches: True} if teaches else {}


def teach(decision: Decision, text: str, kinds: frozenset[str]) -> None:
    """Teach what the decision says about the text, in the open transaction."""


def take_back(decision: Decision, text: str) -> None:
    """Take back exactly what the decision taught, in the open transaction."""


def text_of(fields: dict[str, Any]) -> str:
    """Return the texts of a version as one, in the order they were typed."""
    return "\n".join(value for value in fields.values() if isinstance(value, str) and value)
