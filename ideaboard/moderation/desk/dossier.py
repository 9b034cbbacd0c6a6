"""Everything about one case, in a fixed number of statements: what a moderator reads before deciding."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import and_, select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.cases.topics import TOPICS
from ideaboard.moderation.desk.covering import covered, strong_words
from ideaboard.moderation.desk.signs import Sign, signs_in
from ideaboard.moderation.evidence import marked
from ideaboard.moderation.places import Place, places_of
from ideaboard.moderation.screened import places_in
from ideaboard.posts.models import Post, PostVersion
from ideaboard.screening.models import ScreeningResult

_POSTS: Any = Post.__table__
MOST_PICTURES = 10
LABELS = {
    "title": _l("Title"),
    "body": _l("Text"),
    "for_whom": _l("Who it is for"),
    "why": _l("Why it can work"),
    "problem": _l("The problem in numbers"),
    "limits": _l("Limits"),
    "good_example": _l("Example of a good idea"),
    "promise_text": _l("The promise in own words"),
}


@dataclass(frozen=True)
class Part:
    """One text of the post: as it is shown at first, and with nothing covered."""

    label: Any
    shown: Markup
    bare: Markup | None  # only when something is covered


@dataclass(frozen=True)
class Dossier:
    """A case with what is known about it."""

    case: Case
    author: User
    post: Any = None  # a row with id, kind, version, status, created_at, source_url
    place: Place | None = None
    parts: Sequence[Part] = ()
    signs: Sequence[Sign] = ()
    pictures: Sequence[Picture] = field(default_factory=list)

    @property
    def topic(self) -> Any:
        """Name what the case is about."""
        return TOPICS[self.case.topic].name

    @property
    def sent_at(self) -> datetime:
        """Return when the post was sent, or the case opened."""
        return self.post.created_at if self.post else self.case.opened_at


def dossier_of(case: Case, viewer: Any) -> Dossier:
    """Return what is known about a case; four statements for a post."""
    author: Any = db.session.get(User, case.person_id)
    post = db.session.execute(_post(case.post_id)).one_or_none() if case.post_id else None
    if post is None:
        return Dossier(case, author)
    return Dossier(
        case,
        author,
        post,
        places_of([(post.id, post.kind)], viewer)[post.id],
        _parts(post.fields or {}, post.signals or ()),
        signs_in(post.signals or ()),
        list(db.session.scalars(_pictures(post.id))),
    )


def _post(post_id: int) -> Any:
    newest = and_(PostVersion.post_id == _POSTS.c.id, PostVersion.number == _POSTS.c.version)
    columns = [_POSTS.c[name] for name in ("id", "kind", "version", "status", "created_at", "source_url")]
    return (
        select(*columns, PostVersion.fields, ScreeningResult.signals)
        .join(PostVersion, newest)
        .outerjoin(ScreeningResult, ScreeningResult.post_id == _POSTS.c.id)
        .where(_POSTS.c.id == post_id)
    )


def _pictures(post_id: int) -> Any:
    shown = select(Picture).where(Picture.post_id == post_id).order_by(Picture.position, Picture.id)
    return shown.limit(MOST_PICTURES)


def _parts(fields: dict[str, Any], signals: Sequence[dict[str, Any]]) -> list[Part]:
    evidence, strong = places_in(signals), strong_words(signals)
    texts = [(name, fields[name]) for name in LABELS if isinstance(fields.get(name), str) and fields[name]]
    return [_part(LABELS[name], text, evidence.get(name, ()), strong.get(name, ())) for name, text in texts]


def _part(label: Any, text: str, spans: Any, strong: Any) -> Part:
    bare = marked(text, spans)
    return Part(label, marked(covered(text, strong), spans), bare) if strong else Part(label, bare, None)
