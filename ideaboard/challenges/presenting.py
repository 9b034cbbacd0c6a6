"""What the top of every challenge page and every card shows, worked out from the challenge without a query."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from ideaboard.businesses.sectors import SECTORS
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.promises import LEVELS, Level
from ideaboard.challenges.stages import Stage
from ideaboard.data.clock import now
from ideaboard.posts.models import HELD, PUBLISHED
from ideaboard.web.formats import clock_time, date_time, long_date, short_date

# The steps of the rail; under the open rule the first two are one.
_FAIR = (Stage.IDEAS, Stage.SUPPORT, Stage.REVIEW)


@dataclass(frozen=True)
class Head:
    """Ready words for `challenges/_head.html` and `challenges/_card.html`."""

    motif: str
    rail: list[dict[str, str]]  # for the macro stage_rail; empty when the challenge is cancelled
    next_name: str  # "Closes", or "" when no date is known
    next_text: str  # the whole date, in the business's zone and in the reader's when it differs
    when: str  # "closes 28 Nov", for cards
    chip: str
    chip_kind: str
    promise: str
    level: Level
    is_cancelled: bool
    is_over: bool  # closed or cancelled: nothing can be sent, supported or changed


def head(challenge: Challenge, viewer_zone: str | None = None, at: datetime | None = None) -> Head:
    """Return what to show; `challenge.business` must be loaded."""
    stage = challenge.stage(at or now())
    name, moment = _next_date(challenge, stage)
    chip, kind = _chip(challenge, stage)
    return Head(
        motif=SECTORS[challenge.sector].motif,
        rail=_rail(challenge, stage),
        next_name=name,
        next_text=_in_zones(moment, challenge.zone, viewer_zone) if moment else "",
        when=_when(challenge, stage, moment) if moment else "",
        chip=chip,
        chip_kind=kind,
        promise=_promise(challenge),
        level=LEVELS[challenge.promise],
        is_cancelled=stage is Stage.CANCELLED,
        is_over=stage in (Stage.REVIEW, Stage.CANCELLED),
    )


def _rail(challenge: Challenge, stage: Stage) -> list[dict[str, str]]:
    if stage is Stage.CANCELLED:
        return []
    names = {Stage.IDEAS: _("Submit"), Stage.SUPPORT: _("Support"), Stage.REVIEW: _("Review")}
    steps = list(_FAIR)
    if not challenge.is_fair:
        steps.remove(Stage.SUPPORT)
        names[Stage.IDEAS] = _("Submit & support")
    place = steps.index(stage) if stage in steps else -1
    rail = [{"name": names[step], "state": _state(n, place)} for n, step in enumerate(steps)]
    return [*rail, *({"name": name, "state": "next"} for name in (_("Decision"), _("Result")))]


def _state(step: int, place: int) -> str:
    if step == place:
        return "current"
    return "done" if step < place else "next"


def _next_date(challenge: Challenge, stage: Stage) -> tuple[str, datetime | date | None]:
    return {
        Stage.DRAFT: ("", None),
        Stage.SCHEDULED: (_("Opens"), challenge.opens_at),
        Stage.IDEAS: (_("Closes"), challenge.ideas_close_at),
        Stage.SUPPORT: (_("Closes"), challenge.support_close_at),
        Stage.REVIEW: (_("Answers by"), challenge.answers_due_on),
        Stage.CANCELLED: (_("Cancelled on"), challenge.cancelled_at),
    }[stage]


def _when(challenge: Challenge, stage: Stage, moment: datetime | date) -> str:
    day = short_date(moment, challenge.zone)
    if stage is Stage.IDEAS and challenge.is_fair:  # Support goes on after that.
        return _("ideas until %(date)s", date=day)
    return {
        Stage.SCHEDULED: _("opens %(date)s", date=day),
        Stage.IDEAS: _("closes %(date)s", date=day),
        Stage.SUPPORT: _("closes %(date)s", date=day),
        Stage.REVIEW: _("answers by %(date)s", date=day),
    }.get(stage, day)


def _in_zones(moment: datetime | date, zone: str, viewer_zone: str | None) -> str:
    if not isinstance(moment, datetime):
        return long_date(moment)
    there = date_time(moment, zone)
    if viewer_zone in (None, zone):
        return there
    same_day = long_date(moment, zone) == long_date(moment, viewer_zone)
    here = clock_time(moment, viewer_zone) if same_day else date_time(moment, viewer_zone)
    return _("%(there)s (for you: %(here)s)", there=there, here=here)


def _chip(challenge: Challenge, stage: Stage) -> tuple[str, str]:
    if challenge.status == HELD:
        return _("Reviewed by a moderator"), "attention"
    if challenge.status not in (PUBLISHED, "draft"):
        return _("Hidden"), "problem"
    return {
        Stage.DRAFT: (_("Draft"), ""),
        Stage.SCHEDULED: (_("Scheduled"), ""),
        Stage.IDEAS: (_("Submit") if challenge.is_fair else _("Submit & support"), "attention"),
        Stage.SUPPORT: (_("Support"), "attention"),
        Stage.REVIEW: (_("In review"), "process"),
        Stage.CANCELLED: (_("Cancelled"), "problem"),
    }[stage]


def _promise(challenge: Challenge) -> str:
    business = challenge.business.name
    if challenge.answers_due_on is None:
        return _("%(business)s answers every idea", business=business)
    return _(
        "%(business)s answers every idea by %(date)s", business=business, date=long_date(challenge.answers_due_on)
    )
