"""When reports weigh enough, readers no longer see the post until a moderator has looked at it."""

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.moderation.models import KEEP, Decision, stands
from ideaboard.moderation.reports.weights import Said, must_hide
from ideaboard.posts.models import HELD, PUBLISHED, Post
from ideaboard.posts.service import change_status
from ideaboard.posts.trust import level_of
from ideaboard.screening.context import NEW
from ideaboard.screening.records import results_of
from ideaboard.screening.signals import WEAK


def review_at_once(post: Post, said: list[Said]) -> bool:
    """Put a public post under review if its reports weigh enough; say whether they did."""
    if not must_hide(said, noticed=_noticed(post.id), is_newcomer=_is_newcomer(post.author_id)):
        return False
    if _was_kept(post):
        return False
    change_status(post, HELD, expected=(PUBLISHED,))
    return True


def _noticed(post_id: int) -> frozenset[str]:
    """Return the families of which screening found more than a weak signal."""
    result = results_of([post_id]).get(post_id)
    signals = result.signals if result else []
    return frozenset(each["name"].partition(".")[0] for each in signals if each["strength"] != WEAK)


def _is_newcomer(person_id: int) -> bool:
    return level_of(db.session.get_one(User, person_id, populate_existing=True)) == NEW


def _was_kept(post: Post) -> bool:
    """Say whether a moderator read exactly this text and kept it: then the case waits, and the post stays."""
    kept = select(Decision.id).where(
        Decision.post_id == post.id,
        Decision.post_version == post.version,
        Decision.action == KEEP,
        stands(),
    )
    return db.session.scalar(kept.limit(1)) is not None
