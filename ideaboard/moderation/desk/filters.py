"""Which cases a moderator looks at: the filter of the queue, carried along by every link and form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, true

from ideaboard.moderation.cases.models import APPEAL, VOTES, Case
from ideaboard.moderation.cases.topics import TOPICS

ALL, REPORTED, APPEALS, SUPPORT = "semua", "laporan", "banding", "dukungan"
NAMES = {ALL: _l("All"), REPORTED: _l("Reports"), APPEALS: _l("Appeals"), SUPPORT: _l("Support given")}


@dataclass(frozen=True)
class Filter:
    """One choice of each; anything unknown in an address means everything."""

    part: str = ALL
    topic: str = ""

    @classmethod
    def parse(cls, args: Mapping[str, Any]) -> "Filter":
        """Read the filter from an address."""
        part, topic = str(args.get("saring", "")), str(args.get("topik", ""))
        return cls(part if part in NAMES else ALL, topic if topic in TOPICS else "")

    @property
    def args(self) -> dict[str, Any]:
        """Return what an address carries of it."""
        return ({"saring": self.part} if self.part != ALL else {}) | ({"topik": self.topic} if self.topic else {})

    @property
    def condition(self) -> ColumnElement[bool]:
        """Return what the cases have to be like."""
        of_part: dict[str, ColumnElement[bool]] = {
            REPORTED: Case.reports > 0,
            APPEALS: Case.kind == APPEAL,
            SUPPORT: Case.kind == VOTES,
        }
        chosen: ColumnElement[bool] = of_part.get(self.part, true())
        return (chosen & (Case.topic == self.topic)) if self.topic else chosen
