"""Reads of the published heads."""

from collections.abc import Sequence

from sqlalchemy import select

from ideaboard.audit.heads.models import AuditHead
from ideaboard.extensions import db


def newest_heads(limit: int) -> Sequence[AuditHead]:
    """Return the last published heads, the newest first."""
    return db.session.scalars(select(AuditHead).order_by(AuditHead.day.desc()).limit(limit)).all()
