"""What a post that was labelled carries with it, as readers see it: its name, its colour, what its links say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ideaboard.posts.blueprint import bp
from ideaboard.screening.claims import models
from ideaboard.screening.claims.verdicts import LABELS

SUPPORTS, CONTRADICTS, CONTEXT = "supports", "contradicts", "context"
STANCE_NAMES = {
    CONTRADICTS: _l("Contradicts it"),
    SUPPORTS: _l("Supports it"),
    CONTEXT: _l("Adds context"),
}
_CHIPS = {
    models.TRUE: ("good", "check"),
    models.CONTEXT: ("attention", "info"),
    models.MISLEADING: ("problem", "warning"),
    models.FALSE: ("problem", "warning"),
    models.SATIRE: ("process", "info"),
    models.UNPROVEN: ("attention", "info"),
}


@dataclass(frozen=True)
class Link:
    """One link of the evidence."""

    url: str
    stance: Any


@dataclass(frozen=True)
class LabelView:
    """What a post shows of its label."""

    verdict: str
    name: str
    kind: str  # of the chip
    symbol: str
    claim: str
    rationale: str
    links: Sequence[Link]
    at: datetime
    is_reopened: bool

    @property
    def sentence(self) -> str:
        """The label in one line of plain text, for previews and feeds."""
        return _("Checked by moderators: %(verdict)s. The claim: “%(claim)s”", verdict=self.name, claim=self.claim)


@bp.app_template_filter("claim_label")
def view_of(label: dict[str, Any] | None) -> LabelView | None:
    """Return what to show of the copy that a post's own row carries; None without one."""
    if not label:
        return None
    kind, symbol = _CHIPS[label["verdict"]]
    return LabelView(
        verdict=label["verdict"],
        name=str(LABELS[label["verdict"]]),
        kind=kind,
        symbol=symbol,
        claim=label["claim"],
        rationale=label["rationale"],
        links=[Link(url, STANCE_NAMES[stance]) for url, stance in label["evidence"]],
        at=datetime.fromisoformat(label["at"]),
        is_reopened=label["reopened"],
    )
