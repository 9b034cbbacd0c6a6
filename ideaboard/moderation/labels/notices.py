"""Authors and earlier supporters are told of a label. Authors by mail, too."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.moderation.labels.models import ClaimLabel
from ideaboard.moderation.models import Decision
from ideaboard.moderation.places import places_of
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.notifications.service import tell
from ideaboard.posts.models import DAMPED, PUBLISHED, Post
from ideaboard.screening.claims.verdicts import LABELS
from ideaboard.votes.models import Vote

LABELLED, SUPPORTED = "claim_labelled", "supported_labelled"
_POSTS: Any = Post.__table__


def tell_author(decision: Decision) -> None:
    """Have the author told of a label on their post, in the open transaction."""
    tell(LABELLED, actor_id=None, post_id=decision.post_id, number=decision.id, people=(decision.person_id,))


def tell_supporters(label: ClaimLabel) -> None:
    """Have everybody told who supported the idea before its claim was doubted, in the open transaction."""
    if label.verdict in DAMPED:
        tell(SUPPORTED, actor_id=None, post_id=label.post_id, number=label.decision_id)


def look_up_own(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return the labels on posts of `viewer`, or (for the outbox, which writes to the author alone) of anybody."""
    wanted = _labelled(ids)
    if viewer.is_authenticated:
        wanted = wanted.where(_POSTS.c.author_id == viewer.id)
    found = {}
    for row in db.session.execute(wanted).all():
        place = places_of([(row.id, row.kind)], db.session.get(User, row.author_id))[row.id]
        found[row.id] = About(str(place), f"/akun/putusan/{row.id}", {"verdict": row.label["verdict"]})
    return found


def look_up_supported(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return the labelled posts that `viewer` sees, while they are labelled."""
    rows = db.session.execute(_labelled(ids).where(_POSTS.c.status == PUBLISHED)).all()
    places = places_of([(row.id, row.kind) for row in rows], viewer)
    return {
        row.id: About(places[row.id].title, places[row.id].path, {"verdict": row.label["verdict"]})
        for row in rows
        if places[row.id].path
    }


def _labelled(ids: Sequence[int]) -> Select[Any]:
    wanted = select(_POSTS.c.id, _POSTS.c.kind, _POSTS.c.author_id, _POSTS.c.label)
    return wanted.where(
        _POSTS.c.id.in_(ids), _POSTS.c.id.in_(select(ClaimLabel.post_id).where(ClaimLabel.is_active))
    )


def _labelled_sentence(_name: str, about: About) -> str:
    verdict = str(LABELS[about.more["verdict"]])
    return _(
        "Moderators checked a claim in your post: %(verdict)s. %(what)s. You can correct the text, or appeal.",
        verdict=verdict,
        what=about.title,
    )


def _supported_sentence(_name: str, about: About) -> str:
    verdict = str(LABELS[about.more["verdict"]])
    return _(
        "Moderators checked a claim in an idea that you support: %(verdict)s. “%(title)s”",
        verdict=verdict,
        title=about.title,
    )


def _author(event: Event) -> Select[Any]:
    return select(_POSTS.c.author_id).where(_POSTS.c.id == event.post_id)


def _supporters(event: Event) -> Select[Any]:
    """Select who supported the idea before it was labelled: who did so later has read the label."""
    label = select(ClaimLabel.applied_at).where(ClaimLabel.decision_id == event.number).scalar_subquery()
    return select(Vote.user_id).where(Vote.idea_id == event.post_id, Vote.created_at <= label)


register_kind(LABELLED, Kind("warning", _labelled_sentence, look_up_own, _author, by_mail=True))
register_kind(SUPPORTED, Kind("warning", _supported_sentence, look_up_supported, _supporters))
