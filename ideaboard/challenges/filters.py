"""The stages as conditions of SQL: the twin of stages.py, for lists."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_

from ideaboard.businesses.sectors import Sector
from ideaboard.challenges.models import FAIR, Challenge
from ideaboard.challenges.stages import Stage
from ideaboard.posts.models import PUBLISHED

# What `?tahap=` may say.
STAGE_WORDS = {
    "terjadwal": Stage.SCHEDULED,
    "ide": Stage.IDEAS,
    "dukung": Stage.SUPPORT,
    "nilai": Stage.REVIEW,
    "dibatalkan": Stage.CANCELLED,
}
CLOSING, NEWEST = "segera-tutup", "terbaru"


def in_stage(stage: Stage, moment: datetime) -> ColumnElement[bool]:
    """Return the condition under which a published challenge is in `stage` at `moment`, as `stage_at` has it."""
    opens, ideas, support = Challenge.opens_at, Challenge.ideas_close_at, Challenge.support_close_at
    if stage is Stage.CANCELLED:
        return and_(Challenge.status == PUBLISHED, Challenge.cancelled_at.is_not(None))
    within: dict[Stage, ColumnElement[bool]] = {
        Stage.SCHEDULED: opens > moment,
        Stage.IDEAS: and_(opens <= moment, ideas > moment),
        Stage.SUPPORT: and_(opens <= moment, ideas <= moment, support > moment),
        Stage.REVIEW: and_(opens <= moment, support <= moment),
    }
    return and_(Challenge.listed, within[stage])


def takes_support(moment: datetime) -> ColumnElement[bool]:
    """Return the condition for support at `moment`; under the open rule it runs together with ideas."""
    together = and_(in_stage(Stage.IDEAS, moment), Challenge.support_rule != FAIR)
    return or_(in_stage(Stage.SUPPORT, moment), together)


@dataclass(frozen=True)
class Filters:
    """What a reader asked of the list; whatever is none of our words counts as not asked."""

    sector: Sector | None = None
    stage: str = ""  # a key of STAGE_WORDS, or "" for everything that is not over
    city: str = ""
    order: str = CLOSING

    @property
    def is_narrow(self) -> bool:
        """Say whether anything was filtered."""
        return bool(self.sector or self.stage or self.city)

    @property
    def by_closing(self) -> bool:
        """Say whether the next to close comes first; what is over has nothing left to close."""
        return self.order == CLOSING and self.stage not in ("nilai", "dibatalkan")

    def condition(self, moment: datetime) -> ColumnElement[bool]:
        """Return the whole condition at `moment`."""
        parts = [self._stage_at(moment)]
        if self.sector:
            parts.append(Challenge.sector == self.sector.key)
        if self.city:
            parts.append(func.lower(Challenge.city) == self.city.lower())
        return and_(*parts)

    def _stage_at(self, moment: datetime) -> ColumnElement[bool]:
        if not self.stage:
            return and_(Challenge.listed, Challenge.support_close_at > moment)
        if self.stage == "dukung":
            return takes_support(moment)
        return in_stage(STAGE_WORDS[self.stage], moment)

    def words(self) -> dict[str, str]:
        """Return what an address needs to ask the same again."""
        asked = {
            "sektor": self.sector.slug if self.sector else "",
            "tahap": self.stage,
            "kota": self.city,
            "urut": "" if self.order == CLOSING else self.order,
        }
        return {name: word for name, word in asked.items() if word}
