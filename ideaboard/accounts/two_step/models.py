"""The second step of a person, the recovery codes, and sign-ins that wait for a code."""

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey


class TwoStep(Model):
    """What a person's app shares with us. It counts from `confirmed_at` on; until then it is being set up."""

    __tablename__ = "two_steps"
    __table_args__ = (Index("ix_two_steps_key_mark", "key_mark"), Index("ix_two_steps_session_id", "session_id"))

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    sealed: Mapped[str] = mapped_column(String(80))  # the secret, encrypted (sealing.py)
    key_mark: Mapped[str] = mapped_column(String(16))  # under which of the site's keys
    last_used: Mapped[int] = mapped_column(BigInteger, default=0)  # number of the newest half minute that was used
    # While it is set up, the secret is shown to the browser that began, and to no other.
    session_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sessions.id", ondelete="SET NULL"))
    started_at: Mapped[Moment] = mapped_column(default=now)
    confirmed_at: Mapped[Moment | None]


class RecoveryCode(Model):
    """One of the codes for the day the phone is gone: a keyed hash, used once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Moment] = mapped_column(default=now)
    used_at: Mapped[Moment | None]


class HalfSignIn(Model):
    """Somebody who gave the password or opened a mailed link, and owes the code. Counts as nothing else."""

    __tablename__ = "half_sign_ins"

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    carrying: Mapped[dict[str, Any]] = mapped_column(JSON)  # where to go afterwards, and what to do on the way
    created_at: Mapped[Moment] = mapped_column(default=now)
    expires_at: Mapped[Moment] = mapped_column(index=True)
