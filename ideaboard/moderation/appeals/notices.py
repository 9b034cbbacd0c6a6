"""What the author is told of the outcome of an appeal. Mailed too."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.moderation.appeals.models import CHANGED, OVERTURNED, UPHELD, Appeal
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.models import Decision
from ideaboard.moderation.places import places_of
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.notifications.service import tell
from ideaboard.posts.models import Post

DECIDED = "appeal_decided"
_POSTS: Any = Post.__table__


def tell_author(made: Appeal, case: Case) -> None:
    """Have the author told how their appeal ended, in the open transaction. Who decided is not said."""
    if case.post_id is not None:
        tell(DECIDED, actor_id=None, post_id=case.post_id, number=made.id, people=(made.person_id,))


def look_up_appeals(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return the newest decided appeal about these posts of `viewer`; the outbox asks without one."""
    of_post = select(func.max(Appeal.id)).join(Decision, Decision.id == Appeal.decision_id)
    decided = of_post.where(Decision.post_id.in_(ids), Appeal.decided_by_id.is_not(None)).group_by(Decision.post_id)
    found = select(Appeal, Decision.post_id, _POSTS.c.kind).join(Decision, Decision.id == Appeal.decision_id)
    found = found.join(_POSTS, _POSTS.c.id == Decision.post_id).where(Appeal.id.in_(decided))
    if viewer.is_authenticated:
        found = found.where(Appeal.person_id == viewer.id)
    rows = db.session.execute(found.execution_options(populate_existing=True)).all()
    return {row.post_id: _about(row[0], row.post_id, row.kind) for row in rows}


def _about(made: Appeal, post_id: int, kind: str) -> About:
    place = places_of([(post_id, kind)], db.session.get(User, made.person_id)).get(post_id)
    return About(str(place) if place else "", f"/akun/putusan/{post_id}", {"outcome": made.outcome})


def _sentence(_name: str, about: About) -> str:
    sentences = {
        UPHELD: lambda: _(
            "Your appeal was read by another moderator. The decision stands: %(what)s.", what=about.title
        ),
        CHANGED: lambda: _("Your appeal led to a milder decision: %(what)s.", what=about.title),
        OVERTURNED: lambda: _("You were right: the decision was taken back. %(what)s.", what=about.title),
    }
    return sentences[about.more["outcome"]]()


def _author(event: Event) -> Select[Any]:
    return select(_POSTS.c.author_id).where(_POSTS.c.id == event.post_id)


register_kind(DECIDED, Kind("check", _sentence, look_up_appeals, _author, by_mail=True))
