"""A decision of a moderator: who, when, about what, why, and what it taught."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, String, and_, text
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey

KEEP, CHANGES, HIDE, REMOVE, LABEL = "keep", "changes", "hide", "remove", "label"
SECOND = "second"  # another moderator's opinion is asked for; the case stays open
VOID, CLEAR = "void", "clear"  # of a pattern of votes: not counted, counted
ACTIONS = (KEEP, CHANGES, HIDE, REMOVE, LABEL, SECOND, VOID, CLEAR)
TRUST, WARN, SILENCE_DAY, SILENCE_WEEK, SILENCE_MONTH, SUSPEND = "trust", "warn", "day", "week", "month", "suspend"
MEASURES = (TRUST, WARN, SILENCE_DAY, SILENCE_WEEK, SILENCE_MONTH, SUSPEND)  # what else it means for the person
PROPOSED, APPLIED, DECLINED = "proposed", "applied", "declined"  # two people decide: the first one proposes
_WAITS: Any = text("state = 'proposed' AND undone_at IS NULL")
LONGEST_MESSAGE = 500
LONGEST_FACTS = 1000


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


class Decision(Model):
    """What a moderator decided, about one version of a post. Taken back, the row stays with the moment."""

    __tablename__ = "decisions"
    __table_args__: Any = (
        _one_of("action", ACTIONS),
        _one_of("measure", ("", *MEASURES)),
        _one_of("state", (PROPOSED, APPLIED, DECLINED)),
        CheckConstraint("reason <> '' OR action IN ('keep', 'clear', 'second', 'label')", name="reason"),
        Index("ix_decisions_post_id_id", "post_id", "id"),
        Index("ix_decisions_case_id_id", "case_id", "id"),
        Index("ix_decisions_person_id_id", "person_id", "id"),
        Index("ix_decisions_moderator_id_made_at", "moderator_id", "made_at"),
        Index("ix_decisions_made_at", "made_at"),
        # A case waits for one second person at a time.
        Index("uq_decisions_proposed", "case_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("cases.id", ondelete="CASCADE"))
    post_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"))
    post_version: Mapped[int] = mapped_column(default=0)  # what was read: the next version is another matter
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))  # the author, or whom it is about
    moderator_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(7))
    measure: Mapped[str] = mapped_column(String(7), default="")
    state: Mapped[str] = mapped_column(String(8), default=APPLIED)
    reason: Mapped[str] = mapped_column(String(10), default="")  # of moderation/reasons.py
    facts: Mapped[str] = mapped_column(String(LONGEST_FACTS), default="")  # what was seen; for moderators
    message: Mapped[str] = mapped_column(String(LONGEST_MESSAGE), default="")  # the moderator's words to the author
    second_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))  # who confirmed or declined it
    was_alone: Mapped[bool] = mapped_column(default=False)  # two were needed and there was nobody else
    is_sample: Mapped[bool] = mapped_column(default=False)  # a second moderator's, asked blind; it changes nothing
    before: Mapped[str] = mapped_column(String(10), default="held")  # the post's status; "" without a post
    was_new: Mapped[bool] = mapped_column(default=False)  # never public before it
    # What the classifier was taught by it: kind → id of the example. Undo takes exactly this back.
    taught: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made_at: Mapped[Moment] = mapped_column(default=now)  # when it took effect; proposed, when it was
    undone_at: Mapped[Moment | None]
    settled_at: Mapped[Moment | None]  # what a removal does for good (support goes back) is done


def stands(decision: Any = Decision) -> ColumnElement[bool]:
    """Return the condition that a decision took effect, was not taken back, and is nobody's blind second look."""
    return and_(decision.state == APPLIED, decision.undone_at.is_(None), ~decision.is_sample)
