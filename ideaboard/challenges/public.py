"""Published challenges as rows, read the short way (data/kept.py) for the pages that are opened most."""

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from ideaboard.businesses.models import Business
from ideaboard.challenges.models import Challenge, Criterion
from ideaboard.challenges.stages import Staged
from ideaboard.data.kept import Read
from ideaboard.data.page_versions import EVERYWHERE, PageVersion
from ideaboard.posts.models import PUBLISHED, Post

_CHALLENGES: Any = Challenge.__table__
_BUSINESSES: Any = Business.__table__
_POSTS: Any = Post.__table__.alias("challenge_posts")
_OWN: list[Any] = [*_CHALLENGES.c, _POSTS.c.status, _POSTS.c.label, _POSTS.c.author_id]
_NAMES = [column.key for column in _OWN]


class PublicBusiness(NamedTuple):
    """What pages say about the business that asks."""

    name: str
    slug: str
    verified_at: datetime | None


class PublicChallenge(SimpleNamespace, Staged):
    """The columns of a published challenge, those of its post that are shown, and its `business`."""

    kind = "challenge"
    business: PublicBusiness


# The columns of a challenge and its business in a select of more; `from_columns` reads them again.
COLUMNS = [
    *(column.label(f"board_{column.key}") for column in _OWN),
    *(_BUSINESSES.c[name].label(f"asking_{name}") for name in PublicBusiness._fields),
]
JOINED: Any = _CHALLENGES.join(_POSTS, _POSTS.c.id == _CHALLENGES.c.id).join(
    _BUSINESSES, _BUSINESSES.c.id == _CHALLENGES.c.business_id
)
CHALLENGE_ID: Any = _CHALLENGES.c.id
IS_PUBLIC: Any = _POSTS.c.status == PUBLISHED


def from_columns(values: Sequence[Any]) -> PublicChallenge:
    """Make a challenge of the values of COLUMNS."""
    own = len(_NAMES)
    return PublicChallenge(**dict(zip(_NAMES, values, strict=False)), business=PublicBusiness(*values[own:]))


def version_columns(page: Any) -> list[Any]:
    """Return the numbers of what all pages show and of `page` (data/page_versions.py), as columns of a select."""
    pages = (("version_everywhere", EVERYWHERE), ("version_here", page))
    return [
        select(PageVersion.version).where(PageVersion.page == page).scalar_subquery().label(name)
        for name, page in pages
    ]


_BY_SLUG = Read(
    lambda: (
        select(*version_columns(_CHALLENGES.c.id), *COLUMNS)
        .select_from(JOINED)
        .where(_CHALLENGES.c.slug == bindparam("slug"), IS_PUBLIC)
    )
)
_CRITERIA = Read(
    lambda: (
        select(Criterion.name, Criterion.weight)
        .where(Criterion.challenge_id == bindparam("challenge_id"))
        .order_by(Criterion.position)
        .limit(10)
    )
)


def public_challenge(slug: str) -> tuple[PublicChallenge, tuple[int, int]] | None:
    """Return a published challenge and the numbers of its board; None when there is none of this name."""
    found = _BY_SLUG.first(slug=slug)
    return (from_columns(found[2:]), (found[0] or 0, found[1] or 0)) if found else None


def criteria_shown(challenge_id: int) -> list[Any]:
    """Return name and weight of each criterion in their order."""
    return _CRITERIA.rows(challenge_id=challenge_id)
