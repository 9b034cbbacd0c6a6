"""What a decision does to its post, and how that is taken back; then what it means for everybody else.

The audit log comes last everywhere: its lock is held until the end, and nothing may be waited for behind it.
"""

from typing import Any

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.judging import effects
from ideaboard.moderation.judging.choices import AGAINST
from ideaboard.moderation.models import CHANGES, HIDE, KEEP, LABEL, REMOVE, SECOND, TRUST, Decision
from ideaboard.moderation.reports.service import settle, unsettle
from ideaboard.moderation.sanctions.service import impose, lift
from ideaboard.moderation.screened import kinds_in
from ideaboard.moderation.teaching import take_back, teach, text_of
from ideaboard.moderation.trust.service import grant, recompute
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, REMOVED, Post
from ideaboard.posts.releasing import release
from ideaboard.posts.service import change_status, latest_fields
from ideaboard.screening.context import TRUSTED
from ideaboard.screening.records import results_of

OUTCOME = {KEEP: PUBLISHED, LABEL: PUBLISHED, CHANGES: HELD, HIDE: HIDDEN, REMOVE: REMOVED}
ASKING = (CHANGES, HIDE)  # what the author may put right


def apply(decision: Decision, post: Post | None, topic: str) -> None:
    """Let a decision take effect, in the open transaction. The case is still open."""
    if post is not None and decision.action in OUTCOME:
        _move(post, OUTCOME[decision.action])
        post.repair_asked_at = now() if decision.action in ASKING else None
        teach(decision, text_of(latest_fields(post.id)), _suspected(post.id, topic))
    effects.applied(decision)
    if post is not None:
        settle(post.id, decision)
    if decision.measure in AGAINST:
        moderator = decision.moderator_id
        impose(decision.person_id, decision.measure, decision_id=decision.id, moderator_id=moderator)
    if decision.measure == TRUST:
        level = _next_level(decision.person_id)
        grant(decision.person_id, level, decision_id=decision.id, moderator_id=decision.moderator_id)
    elif decision.action != SECOND:
        recompute(decision.person_id)


def reverse(decision: Decision, post: Post | None, *, actor_id: int) -> bool:
    """Take back everything that a decision did, in the open transaction; its `undone_at` is set by then.

    Return whether the post is again as it was before. It is not when its author moved it meanwhile: what they did
    stays.
    """
    restored = post is not None and decision.action in OUTCOME and _restore(decision, post)
    take_back(decision)
    effects.undone(decision)
    unsettle(decision)
    lift(decision.id, moderator_id=actor_id)
    recompute(decision.person_id)
    return restored


def _move(post: Post, status: str) -> None:
    if post.status == status:
        return
    if post.status == HELD and status == PUBLISHED:
        release(post)
    else:
        change_status(post, status, expected=(post.status,))


def _restore(decision: Decision, post: Post) -> bool:
    repaired = decision.action in ASKING and post.repair_asked_at is None
    if post.status != OUTCOME[decision.action] or repaired:
        return False
    post.repair_asked_at = None
    if post.status != decision.before:
        change_status(post, decision.before, expected=(post.status,))
    if decision.was_new and post.status != PUBLISHED:
        post.published_at = None
    db.session.flush()
    return True


def _next_level(person_id: int) -> int:
    """Return one level more than a person has: nobody is trusted with everything after one good text."""
    level = db.session.scalar(select(User.trust_level).where(User.id == person_id)) or 0
    return min(level + 1, TRUSTED)


def _suspected(post_id: int, topic: str) -> frozenset[str]:
    """Return the kinds that the post was suspected of: by screening, or by who reported it."""
    known: Any = kinds_in(results_of([post_id]).get(post_id))
    return frozenset(known | {topic})
