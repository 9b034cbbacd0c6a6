"""What screening holds back opens a case; what its author takes back needs no decision any more."""

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import is_first_of_unverified
from ideaboard.moderation.cases.models import POST
from ideaboard.moderation.cases.service import close_cases_of, open_case
from ideaboard.moderation.cases.topics import TOPICS, graver
from ideaboard.moderation.screened import kinds_in
from ideaboard.posts.models import HELD, WITHDRAWN, Post
from ideaboard.posts.watching import on_edit, on_status
from ideaboard.screening.engine import HOLD
from ideaboard.screening.models import ScreeningResult
from ideaboard.screening.records import results_of


@on_status
def follow(post: Post) -> None:
    """Keep the case of a post in step with its status, in the open transaction."""
    if post.status == HELD:
        found = results_of([post.id]).get(post.id)
        kinds = kinds_in(found, but_weak=True) or kinds_in(found)
        topic = "business" if _waits_anyway(post, found) else gravest(kinds)
        confidence = 0.5 + (found.score if found else 0.5)
        open_case(POST, person_id=post.author_id, topic=topic, post_id=post.id, confidence=confidence)
    elif post.status == WITHDRAWN:
        close_cases_of(post.id)


@on_edit
def read_again(post: Post) -> None:
    """Let an edit of a post that waits, or whose author was asked for it, be read; in the open transaction."""
    if post.status == HELD:
        follow(post)


def _waits_anyway(post: Post, found: ScreeningResult | None) -> bool:
    """Say whether a post waits only because every first challenge of an unverified business does."""
    passed = found is None or found.verdict != HOLD
    return passed and isinstance(post, Challenge) and is_first_of_unverified(post)


def gravest(kinds: frozenset[str]) -> str:
    """Return the topic that the families of screening's signals speak of."""
    topic = "other"
    for kind in sorted(kinds & TOPICS.keys()):
        topic = graver(topic, kind)
    return topic
