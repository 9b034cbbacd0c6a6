"""The outbox: side effects wait here, written in the same transaction as their cause."""

from datetime import timedelta
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import Moment, PrimaryKey


class OutboxMessage(Model):
    """One side effect to deliver: a mail, later a notice or a webhook."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "due_at",
            sqlite_where=text("done_at IS NULL AND parked_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND parked_at IS NULL"),
        ),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The same event never makes a second message.
    dedupe_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    created_at: Mapped[Moment] = mapped_column(default=now)
    due_at: Mapped[Moment] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[Moment | None]
    parked_at: Mapped[Moment | None]
    last_error: Mapped[str | None] = mapped_column(String(300))

    def __repr__(self) -> str:
        return f"<OutboxMessage {self.id} {self.kind}>"


LONGEST_WAIT = timedelta(hours=6)


def wait_before(attempt: int) -> int:
    """Return the seconds to wait before delivery attempt number `attempt` + 1: 30 s doubling, at most 6 h."""
    return int(min(30 * 2 ** (attempt - 1), LONGEST_WAIT.total_seconds()))
