"""A person with something in every table, a marker in every field of it, and where markers are found again."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from sqlalchemy import JSON, LargeBinary, String, Text, select, update
from sqlalchemy.exc import IntegrityError

from ideaboard.accounts.models import Consent, MailedToken, User, UserSession, WaitingIntent
from ideaboard.accounts.privacy.holdings import HOLDINGS
from ideaboard.accounts.privacy.models import DataExport
from ideaboard.accounts.two_step.models import HalfSignIn, RecoveryCode, TwoStep
from ideaboard.audit.service import record
from ideaboard.businesses.models import Invitation
from ideaboard.challenges.models import Cancellation
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from ideaboard.media.models import Picture
from ideaboard.media.service import files_of, store
from ideaboard.moderation.appeals.models import Appeal
from ideaboard.moderation.cases.models import DECIDED, Case
from ideaboard.moderation.labels.models import ClaimLabel
from ideaboard.moderation.models import Decision
from ideaboard.moderation.orders.models import LegalOrder
from ideaboard.moderation.reports.models import Report, ReportNetwork
from ideaboard.moderation.sanctions.models import Sanction
from ideaboard.moderation.trust.models import TrustGrant
from ideaboard.notifications.models import Notice
from ideaboard.screening.blocklists.models import BlocklistEntry
from ideaboard.screening.claims.models import Claim
from ideaboard.screening.learning.models import LearningExample
from ideaboard.screening.models import ScreeningResult
from ideaboard.votes.models import Ballot, Vote
from tests.accounts.steps import make_member
from tests.comments.steps import make_comment
from tests.database import context, write
from tests.factories import make_business, make_challenge, make_idea, make_update

_numbers = itertools.count(1)
# Their meaning is not free: a marker would break the row.
FIXED = {
    *{("users", name) for name in ("email", "email_key", "handle_key", "password_hash", "terms")},
    *{(table, "file") for table in ("data_exports",)},
    *{("pictures", "name"), ("sessions", "token_hash"), ("posts", "kind"), ("outbox", "kind"), ("notices", "kind")},
    *{
        ("invitations", "email"),
        ("notices", "key"),
        ("outbox", "dedupe_key"),
        ("audit_log", "hash"),
        ("post_versions", "editor_id"),
    },
}


def make_world(email: str) -> tuple[User, dict[str, Any]]:
    """A member who did everything there is to do; returns them and some of what is theirs by name."""
    person = make_member(email, city="Metro")
    business = make_business(person, contact="0812")
    challenge = make_challenge(business, owner=person, cancelled_at=now())
    draft = make_challenge(business, owner=person, status="draft")
    others = make_idea()
    mine = {name: make_idea(author=person, status=name) for name in ("published", "withdrawn", "removed", "draft")}
    comment, news = make_comment(others, person), make_update(challenge, person)
    idea = mine["published"]
    parts = {
        "challenge": challenge,
        "draft challenge": draft,
        "others": others,
        "comment": comment,
        "news": news,
        **mine,
    }

    def work() -> None:
        session = UserSession(user_id=person.id, token_hash=f"t{next(_numbers)}", device="x", network_hash="x")
        session.expires_at = now() + timedelta(days=1)
        db.session.add(session)
        db.session.flush()
        db.session.add_all([*_account(person), *_made(person, idea, others, business, challenge)])
        db.session.flush()
        _moderated(person, idea, others)
        record("test", "user", person.id, actor_id=person.id)

    write(work)
    with context():
        for file in files_of(f"{person.id:032x}"):
            store().put(file, b"a picture")
    return person, parts


def _account(person: User) -> list[Any]:
    soon = {"user_id": person.id, "expires_at": now() + timedelta(hours=1)}
    n = next(_numbers)
    return [
        MailedToken(**soon, purpose="confirm", token_hash=f"m{n}", email=person.email),
        HalfSignIn(**soon, token_hash=f"h{n}", carrying={}),
        WaitingIntent(user_id=person.id, intent={"kind": "vote"}),
        Consent(user_id=person.id, purpose="terms", version="1"),
        DataExport(user_id=person.id, locale="id"),
        TwoStep(user_id=person.id, sealed="x", key_mark="x"),
        RecoveryCode(user_id=person.id, code_hash=f"r{n}"),
        OutboxMessage(kind="mail", payload={"to": person.email, "subject": "x", "body": "x"}, done_at=None),
    ]


def _made(person: User, idea: Any, others: Any, business: Any, challenge: Any) -> list[Any]:
    result = {
        "verdict": "allow",
        "score": 0,
        "scores": {},
        "signals": [],
        "masked": {},
        "advice": {},
        "engine": "x",
    }
    size = {"width": 1, "height": 1, "thumb_width": 1, "thumb_height": 1, "full_bytes": 1, "thumb_bytes": 1}
    n, soon = next(_numbers), now() + timedelta(days=1)
    learned = {"kind": "spam", "text": "x", "is_kind": True}
    return [
        Notice(user_id=person.id, kind="commented", key=f"k{n}", post_id=idea.id),
        Picture(owner_id=person.id, name=f"{person.id:032x}", post_id=idea.id, attached_at=now(), **size),
        ScreeningResult(user_id=person.id, **result),
        ScreeningResult(post_id=idea.id, **result),
        ScreeningResult(business_id=business.id, **result),
        LearningExample(moderator_id=person.id, number=n, digest=f"d{n}", post_id=others.id, **learned),
        LearningExample(number=10_000 + n, digest=f"e{n}", post_id=idea.id, **learned),
        BlocklistEntry(
            mode="block", kind="word", text=f"x{n}", key=f"x{n}", action="hold", created_by_id=person.id
        ),
        Claim(text="x", key=f"c{n}", verdict="false", labelled_by_id=person.id),
        Invitation(
            business_id=business.id,
            email=person.email,
            token_hash=f"i{n}",
            invited_by_id=others.author_id,
            expires_at=soon,
        ),
        Invitation(
            business_id=business.id,
            email="x@y.example",
            token_hash=f"j{n}",
            invited_by_id=person.id,
            expires_at=soon,
        ),
        Cancellation(challenge_id=challenge.id, by_id=person.id, reason="x"),
        Vote(user_id=person.id, idea_id=others.id, idea_version=1, network_hash="x", device_hash="x"),
        Ballot(challenge_id=others.challenge_id, user_id=person.id, used=1),
    ]


def _moderated(person: User, idea: Any, others: Any) -> None:
    due = {"topic": "fraud", "rank": 1.0, "due_at": now(), "status": DECIDED, "closed_at": now()}
    cases = [Case(kind=kind, post_id=idea.id, person_id=person.id, **due) for kind in ("post", "appeal")]
    db.session.add_all([*cases, Case(kind="post", post_id=others.id, person_id=others.author_id, **due)])
    db.session.flush()
    told = {"action": "remove", "reason": "fraud", "facts": "x", "message": "x", "state": "applied"}
    about = Decision(
        case_id=cases[0].id, post_id=idea.id, person_id=person.id, moderator_id=others.author_id, **told
    )
    by = Decision(
        case_id=cases[0].id, post_id=others.id, person_id=others.author_id, moderator_id=person.id, **told
    )
    db.session.add_all([about, by])
    db.session.flush()
    report = Report(
        post_id=others.id,
        post_version=1,
        case_id=cases[0].id,
        reporter_id=person.id,
        reason="hoax",
        claim="x",
        trust=1,
        weight=1.0,
    )
    order = LegalOrder(
        post_id=others.id,
        person_id=person.id,
        reference="x",
        authority="x",
        ground="x",
        hours=4,
        received_at=now(),
        due_at=now(),
        entered_by_id=others.author_id,
        before="published",
        objection="x",
        objected_at=now(),
        lifted_at=now(),
        lifted_by_id=others.author_id,
    )
    db.session.add_all([report, order])
    db.session.flush()
    db.session.add_all(
        [
            ReportNetwork(report_id=report.id, network_hash="x"),
            Sanction(person_id=person.id, decision_id=about.id, kind="warn"),
            TrustGrant(person_id=person.id, decision_id=about.id, level=1),
            ClaimLabel(
                decision_id=about.id, post_id=idea.id, verdict="false", claim="x", rationale="x", evidence=[]
            ),
            Appeal(
                decision_id=about.id,
                case_id=cases[1].id,
                person_id=person.id,
                words="x",
                answer="x",
                outcome="upheld",
                decided_at=now(),
                decided_by_id=others.author_id,
            ),
        ]
    )


Planted = dict[str, tuple[str, str, int, str]]
# What the database said of a column when it was first tried: is its text free?
_FREE: dict[tuple[str, str], bool] = {}


def plant(person: User, prefix: str) -> Planted:
    """Write a marker into every text of every row of a person: {marker: (table, column, row's id, holding)}."""
    planted: Planted = {}
    done: set[tuple[Any, ...]] = set()
    with context(), transaction():
        for name, holding in HOLDINGS.items():
            table = db.metadata.tables[holding.table]
            keys = list(table.primary_key.columns)
            for row in db.session.execute(select(table).where(holding.belongs_to(person.id))).mappings().all():
                ident = (table.name, *(row[key.name] for key in keys))
                if ident not in done:
                    done.add(ident)
                    this = update(table).where(*(key == row[key.name] for key in keys))
                    for column, marker in _plant_row(table, this, row, prefix).items():
                        planted[marker] = (table.name, column, row[keys[0].name], name)
    return planted


def _plant_row(table: Any, this: Any, row: Any, prefix: str) -> dict[str, str]:
    """Write markers into one row: at once where texts are known to be free, else one after the other."""
    markers, values = {}, {}
    for column in table.columns:
        place = (table.name, column.name)
        if place in FIXED or column.foreign_keys or column.primary_key or _FREE.get(place) is False:
            continue
        # All of one length: which columns one fits into must not depend on how many tests ran before.
        marker = f"{prefix}{next(_numbers):05d}x"
        value = _with(marker, column.type, row[column.name])
        if value is None:
            continue
        if place not in _FREE:
            _FREE[place] = _fits(this.values({column.name: value}))
        if _FREE[place]:
            markers[column.name], values[column.name] = marker, value
    if values:
        db.session.execute(this.values(values))
    return markers


def _with(marker: str, kind: Any, value: Any) -> Any:
    if isinstance(kind, JSON):
        if isinstance(value, dict):
            return {**value, marker: marker}
        return [*value, [marker, "context"]] if isinstance(value, list) else None
    if isinstance(kind, LargeBinary) or not isinstance(kind, (String, Text)) or (kind.length or 99) < len(marker):
        return None
    return marker


def _fits(statement: Any) -> bool:
    """Try it; the database says which texts are free."""
    try:
        with db.session.begin_nested():
            db.session.execute(statement)
    except Exception as error:
        if isinstance(error, IntegrityError) or "append-only" in str(error):
            return False
        raise
    return True
