"""What happens to labels when moderators decide, take back, and when the author corrects the text.

All of it runs in the transaction of the decision or the edit, with the post's row locked.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import POST
from ideaboard.moderation.cases.service import open_case
from ideaboard.moderation.judging.choices import Choice, two_people_for
from ideaboard.moderation.judging.effects import on_applied, on_undone, on_written
from ideaboard.moderation.judging.problems import NotFitting
from ideaboard.moderation.labels.known import forget, remember
from ideaboard.moderation.labels.models import TWO_PEOPLE, ClaimLabel
from ideaboard.moderation.labels.notices import tell_author, tell_supporters
from ideaboard.moderation.labels.showing import show
from ideaboard.moderation.models import KEEP, LABEL, Decision
from ideaboard.moderation.reports.outcomes import knows_labels
from ideaboard.posts.models import HELD, PUBLISHED, Post
from ideaboard.posts.watching import on_edit
from ideaboard.screening.claims.models import TRUE


@dataclass(frozen=True)
class LabelText:
    """A label as it is entered; it travels in `Choice.extra["label"]`."""

    verdict: str
    claim: str
    rationale: str
    evidence: tuple[tuple[str, str], ...]  # (address, stance)


@two_people_for(LABEL)
def needs_second(choice: Choice) -> bool:
    """Say whether another moderator has to agree with the verdict."""
    return _text_of(choice).verdict in TWO_PEOPLE


@on_written
def write_down(decision: Decision, choice: Choice) -> None:
    """Store the label of a decision, shown or not. Raises NotFitting when there is none."""
    if decision.action != LABEL:
        return
    text = _text_of(choice)
    label = ClaimLabel(
        decision_id=decision.id,
        post_id=decision.post_id,
        verdict=text.verdict,
        claim=text.claim,
        rationale=text.rationale,
        evidence=[list(link) for link in text.evidence],
    )
    db.session.add(label)
    db.session.flush()


@knows_labels
def proves_reporters_right(decision: Decision) -> bool | None:
    """Say whether a label says what its reporters said: something is wrong with the claim."""
    label = label_of(decision.id)
    return None if label is None else label.verdict != TRUE


@on_applied
def put_on(decision: Decision) -> None:
    """Show the label of a decision in place of an older one; a kept correction takes the label off."""
    if decision.post_id is None or decision.action not in (LABEL, KEEP):
        return
    post, old = db.session.get_one(Post, decision.post_id), active_label(decision.post_id)
    if decision.action == KEEP:
        if old is not None and old.reopened_at is not None:
            _retire(old, decision)
            show(post, None)
        return
    if old is not None:
        _retire(old, decision)
    label = label_of(decision.id)
    if label is None:
        raise RuntimeError("a decision to label has no label")
    label.is_active, label.applied_at = True, now()
    db.session.flush()
    if label.verdict in TWO_PEOPLE:
        remember(label, decision.moderator_id)
    post.repair_asked_at = now()  # Its author may correct the text whenever they can.
    show(post, label)
    tell_author(decision)
    tell_supporters(label)


@on_undone
def take_off(decision: Decision) -> None:
    """Take the label of a decision off, and put back what that decision had taken off."""
    if decision.post_id is None or decision.action not in (LABEL, KEEP):
        return
    post, label = db.session.get_one(Post, decision.post_id), label_of(decision.id)
    if label is not None:
        was_shown, label.is_active = label.is_active, False
        db.session.flush()
        forget(label)
        if was_shown:
            show(post, None)
    older = db.session.scalar(select(ClaimLabel).where(ClaimLabel.retired_by_id == decision.id))
    if older is not None and active_label(post.id) is None:
        older.retired_by_id, older.is_active = None, True
        db.session.flush()
        show(post, older)


@on_edit
def reopen(post: Post) -> None:
    """Ask for the verdict again when the author changed a labelled text."""
    if not post.label or post.status not in (PUBLISHED, HELD):
        return
    label = active_label(post.id)
    if label is not None:
        label.reopened_at = now()
        show(post, label)
        open_case(POST, person_id=post.author_id, topic="hoax", post_id=post.id)


def active_label(post_id: int) -> ClaimLabel | None:
    """Return the label that a post shows."""
    return _one(ClaimLabel.post_id == post_id, ClaimLabel.is_active)


def label_of(decision_id: int) -> ClaimLabel | None:
    """Return the label that a decision made or proposes."""
    return _one(ClaimLabel.decision_id == decision_id)


def _one(*conditions: Any) -> ClaimLabel | None:
    found = select(ClaimLabel).where(*conditions)
    return db.session.scalar(found.execution_options(populate_existing=True))


def _retire(label: ClaimLabel, decision: Decision) -> None:
    retiring = (
        update(ClaimLabel).where(ClaimLabel.id == label.id).values(is_active=False, retired_by_id=decision.id)
    )
    db.session.execute(retiring.execution_options(synchronize_session=False))
    db.session.refresh(label)


def _text_of(choice: Choice) -> LabelText:
    text = choice.extra.get("label")
    if not isinstance(text, LabelText):
        raise NotFitting(_l("Write the claim, the verdict and the evidence on the page of the label."))
    return text
