"""Teach a model what a decision says of a text, and take it back, in the transaction of the decision."""

import hashlib
import re
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_if_new
from ideaboard.data.transaction import in_transaction
from ideaboard.extensions import db
from ideaboard.screening.learning.evaluation import digest
from ideaboard.screening.learning.kinds import LEARNED_KINDS
from ideaboard.screening.learning.models import LearnedModel, LearningExample
from ideaboard.screening.learning.store import MARK
from ideaboard.screening.normalise import normalise
from ideaboard.screening.versions import touch

# So much is learned at once between two rebuilds; the rest waits for the night, when the result is examined.
# A moderator whose account was stolen, or a flood of one kind, cannot turn a model around in an afternoon.
A_DAY = 200
A_DAY_OF_ONE = 20
APPEAL_WEIGHT = 2.0
_LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){7,}")  # of a phone, a bank account, an identity card
_BLANKED = re.compile(r"(?<=.{5})\d")  # its beginning tells what sort of number it is, and of nobody's
_MAIL = re.compile(r"[\w.+-]+(?=@)")


def teach(
    kind: str,
    text: str,
    is_kind: bool,
    *,
    moderator_id: int | None,
    post_id: int | None = None,
    weight: float = 1.0,
) -> int | None:
    """Teach one example in the open transaction; return its id, or None when the same text taught this already."""
    begin_learning(kind)
    read = normalise(text)
    letters = digest(read)
    if _known(kind, letters, is_kind) or not read.words:
        return None
    example = LearningExample(
        kind=kind,
        number=_next_number(kind),
        post_id=post_id,
        digest=letters,
        text=without_numbers(text),
        is_kind=is_kind,
        weight=weight,
        moderator_id=moderator_id,
        waits=_is_over_the_limit(moderator_id),
    )
    db.session.add(example)
    db.session.flush()
    return example.id


def take_back(example_id: int, *, moderator_id: int | None) -> bool:
    """Take an example back in the open transaction: a step the other way now, and left out of every rebuild."""
    example = db.session.get(LearningExample, example_id)
    if example is None:
        return False
    begin_learning(example.kind)
    taking: Any = update(LearningExample).where(
        LearningExample.id == example_id, LearningExample.taken_back_at.is_(None)
    )
    taken = taking.values(taken_back_at=now()).returning(LearningExample.waits)
    waited = db.session.execute(taken.execution_options(synchronize_session=False)).scalar_one_or_none()
    if waited is None:
        return False
    if not waited:
        db.session.add(_opposite(example, moderator_id))
        db.session.flush()
    return True


def forget(post_ids: list[int]) -> None:
    """Delete what was taught by these posts, in the open transaction, when their texts are to be gone."""
    begin_learning()
    doomed = delete(LearningExample).where(LearningExample.post_id.in_(post_ids))
    db.session.execute(doomed.execution_options(synchronize_session=False))


def without_numbers(text: str) -> str:
    """Return the text with the rest of long numbers and the names in addresses blanked: they teach nothing."""
    return _MAIL.sub("nama", _LONG_NUMBER.sub(lambda found: _BLANKED.sub("0", found[0]), text))


def _opposite(example: LearningExample, moderator_id: int | None) -> LearningExample:
    return LearningExample(
        kind=example.kind,
        number=_next_number(example.kind),
        post_id=example.post_id,
        digest=hashlib.sha256(f"undoes {example.id}".encode()).hexdigest(),  # no example that could be known again
        text=example.text,
        is_kind=not example.is_kind,
        weight=example.weight,
        moderator_id=moderator_id,
        undoes_id=example.id,
    )


def begin_learning(kind: str | None = None) -> None:
    """Begin to change what was learned: one writer at a time, so that numbers follow the order of the commits."""
    if not in_transaction():
        raise RuntimeError("models are taught in the transaction of the decision")
    if kind is not None and kind not in LEARNED_KINDS:
        raise ValueError(f"{kind} is not learned")
    touch(MARK)
    if kind is not None:
        insert_if_new(LearnedModel, kind=kind)


def _next_number(kind: str) -> int:
    newest = select(func.max(LearningExample.number)).where(LearningExample.kind == kind)
    stored = select(LearnedModel.version).where(LearnedModel.kind == kind)
    return max(db.session.scalar(newest) or 0, db.session.scalar(stored) or 0) + 1


def _known(kind: str, letters: str, is_kind: bool) -> bool:
    same = select(LearningExample.id).where(
        LearningExample.kind == kind,
        LearningExample.digest == letters,
        LearningExample.is_kind.is_(is_kind),
        LearningExample.taken_back_at.is_(None),
    )
    return db.session.scalar(same.limit(1)) is not None


def _is_over_the_limit(moderator_id: int | None) -> bool:
    """Say whether the share of the last 24 hours is used up."""
    lately: Any = (LearningExample.created_at > now() - timedelta(days=1)) & LearningExample.undoes_id.is_(None)
    learned = select(func.count()).select_from(LearningExample).where(lately, LearningExample.waits.is_(False))
    if (db.session.scalar(learned) or 0) >= A_DAY:
        return True
    if moderator_id is None:
        return False
    return (db.session.scalar(learned.where(LearningExample.moderator_id == moderator_id)) or 0) >= A_DAY_OF_ONE
