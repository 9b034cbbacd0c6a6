"""What admins block or allow, and what it hit."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey

BLOCK, ALLOW = "block", "allow"
MODES = (BLOCK, ALLOW)
WORD, PATTERN, DOMAIN, NETWORK = "word", "pattern", "domain", "network"
KINDS = (WORD, PATTERN, DOMAIN, NETWORK)
LOG, WARN, HOLD, REFUSE = "log", "warn", "hold", "refuse"
ACTIONS = (LOG, WARN, HOLD, REFUSE)  # mildest first
LONGEST, LONGEST_NOTE = 100, 200


class BlocklistEntry(Model):
    """One line of the blocklist. What it does now is asked of `action_at`: a new one only logs."""

    __tablename__ = "blocklist_entries"
    __table_args__: Any = (
        UniqueConstraint("mode", "kind", "key"),
        CheckConstraint("mode IN ('block', 'allow')", name="mode"),
        CheckConstraint("kind IN ('word', 'pattern', 'domain', 'network')", name="kind"),
        CheckConstraint("action IN ('log', 'warn', 'hold', 'refuse')", name="action"),
        CheckConstraint("action <> 'refuse' OR kind = 'domain'", name="refuse"),
    )

    id: Mapped[PrimaryKey]
    mode: Mapped[str] = mapped_column(String(5))
    kind: Mapped[str] = mapped_column(String(7))
    text: Mapped[str] = mapped_column(String(LONGEST))  # as typed
    key: Mapped[str] = mapped_column(String(LONGEST))  # as it is compared
    action: Mapped[str] = mapped_column(String(6))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    created_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    created_at: Mapped[Moment] = mapped_column(default=now)
    changed_at: Mapped[Moment] = mapped_column(default=now)  # by a person: the kill switch counts from here
    shadow_until: Mapped[Moment | None]
    dropped_at: Mapped[Moment | None]  # when it acted on too much and the kill switch made it only log

    def action_at(self, moment: datetime) -> str:
        """Return what it does at a moment: nothing but logging while in shadow or after it was dropped."""
        in_shadow = self.shadow_until is not None and moment < self.shadow_until
        return LOG if in_shadow or self.dropped_at is not None else self.action


class BlocklistHit(Model):
    """An entry hit a post, in shadow or not: the kill switch counts these, the admin page shows them."""

    __tablename__ = "blocklist_hits"
    __table_args__ = (Index("ix_blocklist_hits_post_id", "post_id"),)

    entry_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("blocklist_entries.id", ondelete="CASCADE"), primary_key=True
    )
    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    action: Mapped[str] = mapped_column(String(6))  # what the entry did at that moment
    at: Mapped[Moment] = mapped_column(default=now)
