"""What the brief of a public challenge said before, and going back to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.stages import Stage
from ideaboard.posts.history import versions_of
from ideaboard.posts.models import HELD, PUBLISHED

TEXTS: Mapping[str, Any] = {
    "title": _l("Title of the challenge"),
    "body": _l("Brief"),
    "problem": _l("The problem in numbers"),
    "limits": _l("Limits"),
    "good_example": _l("Example of a good idea"),
    "promise_text": _l("The promise in own words"),
}


def brief_changed_at(challenge: Challenge) -> datetime | None:
    """Return when a text last changed after publishing; asks only when something was edited at all."""
    if not (challenge.edited_at and challenge.published_at and challenge.edited_at > challenge.published_at):
        return None
    versions = versions_of(challenge.id, TEXTS)
    return versions[-1].at if len(versions) > 1 else None


def may_go_back(challenge: Challenge) -> bool:
    """Say whether the texts may still change: on show, and neither closed nor cancelled."""
    return challenge.status in (PUBLISHED, HELD) and challenge.stage() not in (Stage.REVIEW, Stage.CANCELLED)
