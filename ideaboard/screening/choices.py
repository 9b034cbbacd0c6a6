"""Which operating points this board has chosen, kept in memory until an admin chooses others."""

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.audit.service import record
from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.data.types import BigId, Moment
from ideaboard.extensions import db
from ideaboard.screening.settings import NEVER, SHIPPED, Choice, Settings
from ideaboard.screening.versions import Kept, touch

_LIST = "choices"


class ScreeningChoice(Model):
    """The points of one kind, by name; a kind without a row is as shipped."""

    __tablename__ = "screening_choices"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    warn: Mapped[str] = mapped_column(String(8), default=NEVER)
    hold: Mapped[str] = mapped_column(String(8), default=NEVER)
    refuse: Mapped[str] = mapped_column(String(8), default=NEVER)
    changed_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    changed_at: Mapped[Moment] = mapped_column(default=now)


def settings() -> Settings:
    """Return what this board has chosen, as it is now; one short statement when nothing has changed."""
    return _kept.get()


def choose(kind: str, choice: Choice, *, actor_id: int | None) -> bool:
    """Choose the points of one kind, with an audit row; False when they were chosen already."""
    with transaction():
        touch(_LIST)
        row = db.session.get(ScreeningChoice, kind, populate_existing=True)
        before = _choice(row) if row else SHIPPED[kind]
        if before == choice:
            return False
        chosen = {"warn": choice.warn, "hold": choice.hold, "refuse": choice.refuse}
        if row is None:
            row = ScreeningChoice(kind=kind)
            db.session.add(row)
        row.warn, row.hold, row.refuse = choice.warn, choice.hold, choice.refuse
        row.changed_by_id, row.changed_at = actor_id, now()
        old = {"kind": kind, "warn": before.warn, "hold": before.hold, "refuse": before.refuse}
        record("screening.choose", "screening", None, actor_id=actor_id, before=old, after={"kind": kind, **chosen})
    return True


def _choice(row: ScreeningChoice) -> Choice:
    return Choice(row.warn, row.hold, row.refuse)


def _load() -> Settings:
    rows = db.session.scalars(select(ScreeningChoice).execution_options(populate_existing=True))
    return Settings(choices={**SHIPPED, **{row.kind: _choice(row) for row in rows}})


_kept: Kept[Settings] = Kept(_LIST, _load)
