"""Report a post. One transaction: the report, its case, and perhaps the post goes under review.

Rows are locked as everywhere: person, post, case, then what the kind counts.
"""

from dataclasses import asdict, dataclass
from typing import Any

from flask import abort
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import POST, Case
from ideaboard.moderation.cases.service import open_case
from ideaboard.moderation.reports.limits import limit
from ideaboard.moderation.reports.models import OPEN, VOID, Report
from ideaboard.moderation.reports.outcomes import count_reports, settle, unsettle
from ideaboard.moderation.reports.queries import newest_of, open_reports
from ideaboard.moderation.reports.reporters import Reporter, reporter_of, same_voice, stays_from
from ideaboard.moderation.reports.review import review_at_once
from ideaboard.moderation.reports.weights import Said, confidence_of
from ideaboard.posts.models import HELD, PUBLISHED, Post
from ideaboard.web.problems import NotAllowed, WrongState

__all__ = ["AlreadyReported", "Complaint", "must_be_elses", "report", "settle", "unsettle"]


class AlreadyReported(WrongState):
    """This person reported the post as it is now."""

    def __init__(self) -> None:
        super().__init__(_l("You have reported this already. We tell you what became of it."))


@dataclass(frozen=True)
class Complaint:
    """What somebody says is wrong. `claim` and `source_url` belong to false news."""

    reason: str
    detail: str = ""
    claim: str = ""
    source_url: str = ""
    is_child: bool = False


def report(post_id: int, person: Any | None, complaint: Complaint, *, network: str = "") -> Report:
    """Store a report of a public post by a person, or (None) a visitor; `network` is its keyed hash.

    Raises NotAllowed for one's own post, AlreadyReported and TooFast; aborts 404 when it is not public any more.
    """
    with transaction():
        limit(person, network)
        post = _locked(post_id)
        must_be_elses(post.author_id, person)
        before = newest_of(post_id, person.id) if person is not None else None
        if before is not None and before.post_version == post.version:
            raise AlreadyReported
        if before is not None and before.state == OPEN:
            _replace(before)
        reporter = reporter_of(person, post)
        said = [*open_reports(post_id), _said(reporter, complaint, same_voice(post_id, reporter, network))]
        return _stored(post, reporter, complaint, said, network)


def must_be_elses(author_id: int, person: Any | None) -> None:
    """Raise NotAllowed for a post of one's own."""
    if person is not None and person.id == author_id:
        raise NotAllowed(_l("This is your own post. You can change it or take it back."))


def _locked(post_id: int) -> Post:
    table: Any = Post.__table__
    held = select(table.c.id).where(table.c.id == post_id, table.c.status == PUBLISHED)
    if db.session.scalar(held.with_for_update(key_share=True)) is None:
        abort(404)
    return db.session.get_one(Post, post_id, populate_existing=True)


def _said(reporter: Reporter, complaint: Complaint, voice: int | None) -> Said:
    return Said(voice or 0, complaint.reason, reporter.trust, reporter.weight, reporter.is_team)


def _stored(post: Post, reporter: Reporter, complaint: Complaint, said: list[Said], network: str) -> Report:
    case = _case(post, complaint, said)
    mine = said[-1]
    written = Report(
        post_id=post.id,
        post_version=post.version,
        case_id=case.id,
        reporter_id=reporter.id,
        trust=mine.trust,
        weight=mine.weight,
        is_team=mine.is_team,
        voice_id=mine.voice or None,
        **asdict(complaint),
    )
    db.session.add(written)
    db.session.flush()
    stays_from(written, network)
    count_reports(case.id)
    is_hidden = review_at_once(post, said)
    # The log comes last: nobody waits for rows behind its lock. Who reported stays out of it, for whoever may read
    # it may be the one who is reported.
    after = {"post": post.id, "version": post.version, "reason": complaint.reason, "case": case.id}
    record("report.make", "report", written.id, actor_id=None, after=after)
    if is_hidden:
        before, after = {"status": PUBLISHED, "version": post.version}, {"status": HELD, "case": case.id}
        record("post.review", "post", post.id, actor_id=None, before=before, after=after)
    return written


def _case(post: Post, complaint: Complaint, said: list[Said]) -> Case:
    return open_case(
        POST,
        person_id=post.author_id,
        topic=complaint.reason,
        post_id=post.id,
        confidence=confidence_of(said),
        is_child=complaint.is_child,
    )


def _replace(before: Report) -> None:
    """Let a report go whose reporter says something new about the edited post."""
    gone = update(Report).where(Report.id == before.id, Report.state == OPEN).values(state=VOID, settled_at=now())
    db.session.execute(gone.execution_options(synchronize_session=False))
