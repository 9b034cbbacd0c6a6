"""What tests of appeals do."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.moderation.appeals import deciding, service
from ideaboard.moderation.appeals.deciding import Ruling
from ideaboard.moderation.appeals.models import Appeal
from ideaboard.moderation.models import Decision
from tests.database import context, fresh, rows
from tests.moderation.judging.steps import person

WORDS = "Ini ide saya sendiri, dan kata itu nama desa kami."
ANSWER = "Kami salah membaca. Maaf."


def appeal(decision: Decision, author: User, words: str = WORDS) -> Appeal:
    """Appeal against a decision."""
    with context():
        return fresh(service.appeal(decision.id, person(author), words))


def rule(made: Appeal, moderator: User, outcome: str, answer: str = ANSWER, **milder: Any) -> Appeal:
    """Decide an appeal."""
    with context():
        return fresh(deciding.decide_appeal(made.case_id, person(moderator), Ruling(outcome, answer, **milder)))


def appeals() -> list[Appeal]:
    """All of them, the oldest first."""
    return rows(select(Appeal).order_by(Appeal.id))
