"""Businesses, their people and invitations."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideaboard.accounts.models import User
from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey
from ideaboard.media.models import Picture

OWNER, STAFF = "owner", "staff"


class Business(Model):
    """A small business that asks its customers."""

    __tablename__ = "businesses"
    __table_args__ = (
        CheckConstraint("zone IN ('WIB', 'WITA', 'WIT')", name="zone"),
        CheckConstraint(
            "sector IN ('food', 'fashion', 'craft', 'agribusiness', 'herbal', 'services', 'household', 'other')",
            name="sector",
        ),
    )

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    city: Mapped[str] = mapped_column(String(60))
    sector: Mapped[str] = mapped_column(String(12))
    zone: Mapped[str] = mapped_column(String(4), default="WIB")
    about: Mapped[str] = mapped_column(Text, default="")
    about_html: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(200), default="")  # private: its people and admins only
    logo_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("pictures.id"))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Moment] = mapped_column(default=now)
    verified_at: Mapped[Moment | None]

    logo: Mapped[Picture | None] = relationship(lazy="raise_on_sql")


class Membership(Model):
    """A person who runs a business: its owner or its staff."""

    __tablename__ = "memberships"
    __table_args__ = (CheckConstraint("role IN ('owner', 'staff')", name="role"),)

    business_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(6))
    joined_at: Mapped[Moment] = mapped_column(default=now)

    business: Mapped[Business] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Invitation(Model):
    """An invitation to join a business as staff: a single-use link, hashed, sent by mail."""

    __tablename__ = "invitations"

    id: Mapped[PrimaryKey]
    business_id: Mapped[int] = mapped_column(BigId, ForeignKey("businesses.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    created_at: Mapped[Moment] = mapped_column(default=now)
    expires_at: Mapped[Moment]
    accepted_at: Mapped[Moment | None]
    accepted_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))

    business: Mapped[Business] = relationship(lazy="raise_on_sql")
