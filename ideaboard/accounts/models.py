"""People, their sessions, mailed tokens, consents, waiting intents and the throttle's hits."""

from typing import Any

from flask_login import UserMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey


class User(UserMixin, Model):
    """A person. A closed account keeps its row and id, without name, address or password."""

    __tablename__ = "users"
    __allow_unmapped__ = True  # session_token and session_id below are not columns
    __table_args__ = (
        CheckConstraint("locale IN ('id', 'en')", name="locale"),
        CheckConstraint("theme IN ('', 'light', 'dark')", name="theme"),
        CheckConstraint("trust_level BETWEEN 0 AND 3", name="trust_level"),
    )

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(String(60))
    handle: Mapped[str] = mapped_column(String(30))
    # What must be unique is compared in its folded form (accounts/identity.py).
    handle_key: Mapped[str] = mapped_column(String(60), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    email_confirmed_at: Mapped[Moment | None]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(60), default="")
    locale: Mapped[str] = mapped_column(String(2), default="id")
    theme: Mapped[str] = mapped_column(String(5), default="")
    zone: Mapped[str] = mapped_column(String(4), default="WIB")
    is_moderator: Mapped[bool] = mapped_column(default=False)
    is_admin: Mapped[bool] = mapped_column(default=False)
    trust_level: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Moment] = mapped_column(default=now)
    closed_at: Mapped[Moment | None]
    # Unread notices: every page shows it, so it comes with the person (kept by notifications/service.py).
    unread_count: Mapped[int] = mapped_column(default=0)
    # What the sanctions that stand come to (moderation/sanctions): whoever may not write may still read.
    silenced_until: Mapped[Moment | None]
    suspended_at: Mapped[Moment | None]
    # The version of the terms that was agreed to last; every agreement is a row of consents.
    terms: Mapped[str] = mapped_column(String(20), default="")
    answer_mails: Mapped[bool] = mapped_column(default=True)  # mails about answers: as the last consent row says

    # Set for the session of this request only; get_id() hands it to Flask-Login.
    session_token: str | None = None
    session_id: int | None = None

    def get_id(self) -> str:
        """Return the session's token: Flask-Login keeps that in the cookie, never the account's id."""
        if self.session_token is None:
            raise RuntimeError("start a session first (accounts/sessions.py)")
        return self.session_token

    @property
    def is_active(self) -> bool:
        """A closed account cannot sign in."""
        return self.closed_at is None

    @property
    def is_confirmed(self) -> bool:
        """Ready to contribute: the e-mail address is confirmed."""
        return self.email_confirmed_at is not None


class UserSession(Model):
    """One signed-in browser. Ends by being deleted."""

    __tablename__ = "sessions"

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(60))  # "Chrome, Android"
    network_hash: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[Moment] = mapped_column(default=now)
    last_seen_at: Mapped[Moment] = mapped_column(default=now)
    expires_at: Mapped[Moment] = mapped_column(index=True)


class MailedToken(Model):
    """A link from a mail: single use, hashed, short-lived, consumed by POST."""

    __tablename__ = "mailed_tokens"
    __table_args__ = (
        CheckConstraint("purpose IN ('confirm', 'sign_in', 'reset', 'change_email', 'close')", name="purpose"),
        Index("ix_mailed_tokens_user_id_purpose", "user_id", "purpose"),
    )

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(12))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))  # the address it was sent to, or the new one
    intent: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[Moment] = mapped_column(default=now)
    expires_at: Mapped[Moment] = mapped_column(index=True)
    used_at: Mapped[Moment | None]


class Consent(Model):
    """What a person agreed to: which text, which version, when."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_user_id", "user_id"),)

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(20))  # 'terms', 'age', 'answer_mails'
    version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[Moment] = mapped_column(default=now)
    withdrawn_at: Mapped[Moment | None]


class WaitingIntent(Model):
    """What a new person was about to do; done when the e-mail address is confirmed."""

    __tablename__ = "waiting_intents"

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    intent: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[Moment] = mapped_column(default=now)


class ThrottleHit(Model):
    """One counted attempt (sign-in, sign-up, reset), kept in the main database so that limits hold everywhere."""

    __tablename__ = "throttle_hits"
    __table_args__ = (Index("ix_throttle_hits_key_at", "key", "at"),)

    id: Mapped[PrimaryKey]
    key: Mapped[str] = mapped_column(String(80))  # name and keyed hash of account or network
    at: Mapped[Moment]
