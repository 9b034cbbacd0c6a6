"""What people are told about ideas, and authors when support for their ideas begins."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from ideaboard.challenges.models import BUDGET, FAIR, Challenge
from ideaboard.challenges.notices import VOTING_OPENS, look_up_challenges
from ideaboard.challenges.queries import challenge_visible_to
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.paths import idea_path, slug_of
from ideaboard.jobs.queue import periodic
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.notifications.models import Notice
from ideaboard.notifications.service import tell
from ideaboard.posts.queries import visible_to
from ideaboard.posts.releasing import on_release
from ideaboard.web.formats import date_time

EDITED = "idea_edited"
# A worker that stood still for longer tells nobody of what is old news by then.
NEWS_FOR = timedelta(days=2)


@on_release("idea")
def tell_of_edit(idea: Any) -> None:
    """Have people told of a public idea that was edited, in the transaction that makes the edit public."""
    if idea.version > 1:
        tell(EDITED, actor_id=idea.author_id, post_id=idea.id, number=idea.version)


def look_up_ideas(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return title and address of those ideas that `viewer` may see; one query."""
    challenge = aliased(Challenge, flat=True)
    wanted = select(Idea.id, Idea.title).join(Idea.challenge.of_type(challenge))
    seen = wanted.where(Idea.id.in_(ids), visible_to(viewer, Idea), challenge_visible_to(viewer, challenge))
    return {row.id: About(row.title, idea_path(row.id, slug_of(row.title))) for row in db.session.execute(seen)}


def authors_in(challenge_id: Any) -> Select[Any]:
    """Select who has an idea on this board."""
    return select(Idea.author_id).where(Idea.challenge_id == challenge_id, Idea.listed)


@periodic("tell-voting-opens", minute="*/5")
def tell_voting_opens() -> int:
    """Tell of every fair challenge whose support has just begun, once; return how many there were."""
    at = now()
    told = exists().where(Notice.post_id == Challenge.id, Notice.kind == VOTING_OPENS)
    begun = select(Challenge.id).where(
        Challenge.listed,
        Challenge.support_rule == FAIR,
        Challenge.idea_count > 0,
        Challenge.support_close_at > at,
        Challenge.ideas_close_at.between(at - NEWS_FOR, at),
    )
    ids = list(db.session.scalars(begun.where(~told).limit(100)))
    db.session.commit()
    for ident in ids:
        with transaction():
            tell(VOTING_OPENS, actor_id=None, post_id=ident)
    return len(ids)


def _authors_while_open(event: Event) -> Select[Any]:
    """Ask again at the moment of sending: a cancelled challenge takes no support."""
    open_now = exists().where(Challenge.id == event.post_id, Challenge.listed, Challenge.support_close_at > now())
    return authors_in(event.subject_id).where(open_now)


def _voting_opens(_name: str, about: About) -> str:
    return _(
        "Time to support. You have %(n)s supports for “%(title)s”, until %(moment)s.",
        n=BUDGET,
        title=about.title,
        moment=date_time(about.more["until"], about.more["zone"]),
    )


register_kind(VOTING_OPENS, Kind("button", _voting_opens, look_up_challenges, _authors_while_open))
