"""What supporters and everybody who takes part in a challenge are told."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select, union

from ideaboard.challenges.notices import CANCELLED, UPDATE, look_up_challenges
from ideaboard.challenges.updates.models import Update
from ideaboard.challenges.updates.notices import look_up_updates
from ideaboard.ideas.notices import EDITED, authors_in, look_up_ideas
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.votes.models import Ballot, Vote


def who_takes_part(challenge_id: Any) -> Select[Any]:
    """Select who has an idea on this board or supports one."""
    supporters = select(Ballot.user_id).where(Ballot.challenge_id == challenge_id, Ballot.used > 0)
    return select(union(authors_in(challenge_id), supporters).subquery().c[0])


def _supporters_before(event: Event) -> Select[Any]:
    """Select who supports an idea and has not read the version that this event is about."""
    return select(Vote.user_id).where(Vote.idea_id == event.post_id, Vote.idea_version < event.number)


def _everybody(event: Event) -> Select[Any]:
    return who_takes_part(event.subject_id)


def _everybody_there(event: Event) -> Select[Any]:
    """Select who takes part in the challenge of an update."""
    return who_takes_part(select(Update.challenge_id).where(Update.id == event.post_id).scalar_subquery())


def _edited(name: str, about: About) -> str:
    return _(
        "%(name)s changed “%(title)s”, which you support. Read it again: you can take your support back.",
        name=name,
        title=about.title,
    )


def _cancelled(_name: str, about: About) -> str:
    return _("%(business)s cancelled “%(title)s”.", business=about.more["business"], title=about.title)


def _update(_name: str, about: About) -> str:
    return _("%(business)s has news about “%(title)s”.", business=about.more["business"], title=about.title)


register_kind(EDITED, Kind("pencil", _edited, look_up_ideas, _supporters_before))
register_kind(CANCELLED, Kind("warning", _cancelled, look_up_challenges, _everybody))
register_kind(UPDATE, Kind("info", _update, look_up_updates, _everybody_there))
