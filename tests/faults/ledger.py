"""Compare what was acknowledged with what is kept, and every counter with its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from ideaboard.audit.verification import verify
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.media.service import files_of, store
from ideaboard.posts.models import DRAFT, Post
from ideaboard.votes.models import Vote
from tests.faults.running import Site
from tests.faults.writers import BACK, COMMENT, IDEA, PICTURE, SIGN_IN, VOTE, Write

# A counter, and the same number from its rows. Each finds the rows where the two differ.
COUNTERS = {
    "ideas.vote_count": "SELECT count(*) FROM ideas i WHERE vote_count <> (SELECT count(*) FROM votes v "
    "WHERE v.idea_id = i.id AND v.state = 'counted')",
    "ideas.comment_count": "SELECT count(*) FROM ideas i WHERE comment_count <> (SELECT count(*) FROM comments c "
    "WHERE c.idea_id = i.id AND c.listed)",
    "comments.reply_count": "SELECT count(*) FROM comments c WHERE reply_count <> (SELECT count(*) FROM comments r "
    "WHERE r.reply_to_id = c.id AND r.listed)",
    "challenges.idea_count": "SELECT count(*) FROM challenges c WHERE idea_count <> (SELECT count(*) FROM ideas i "
    "WHERE i.challenge_id = c.id AND i.listed)",
    "challenges.voter_count": "SELECT count(*) FROM challenges c WHERE voter_count <> (SELECT count(*) "
    "FROM ballots b WHERE b.challenge_id = c.id AND b.used > b.held)",
    "ballots.used": "SELECT count(*) FROM ballots b WHERE used <> (SELECT count(*) FROM votes v JOIN ideas i "
    "ON i.id = v.idea_id WHERE v.user_id = b.user_id AND i.challenge_id = b.challenge_id)",
    "votes without a ballot": "SELECT count(*) FROM votes v JOIN ideas i ON i.id = v.idea_id WHERE NOT EXISTS "
    "(SELECT 1 FROM ballots b WHERE b.user_id = v.user_id AND b.challenge_id = i.challenge_id)",
    "ideas.listed": "SELECT count(*) FROM ideas i JOIN posts p ON p.id = i.id "
    "WHERE i.listed <> (p.status = 'published')",
    "posts without versions": "SELECT count(*) FROM posts p WHERE NOT EXISTS "
    "(SELECT 1 FROM post_versions v WHERE v.post_id = p.id)",
    "posts without their kind": "SELECT count(*) FROM posts p WHERE kind IN ('idea', 'comment') AND NOT EXISTS "
    "(SELECT 1 FROM ideas i WHERE i.id = p.id) AND NOT EXISTS (SELECT 1 FROM comments c WHERE c.id = p.id)",
    "search entries without an idea": "SELECT count(*) FROM search_entries e WHERE kind = 'idea' AND NOT EXISTS "
    "(SELECT 1 FROM ideas i WHERE i.id = e.object_id AND i.listed)",
}


def losses(site: Site, writes: Iterable[Write]) -> list[str]:
    """Return one line for everything acknowledged that is lost, doubled or only half there."""
    by_kind = defaultdict(list)
    for write in writes:
        by_kind[write.kind if write.kind != BACK else VOTE].append(write)
    with site.app.app_context():
        found = [*_lost_votes(by_kind[VOTE]), *_lost_posts(by_kind[IDEA] + by_kind[COMMENT], (0, 1))]
        found += _lost_posts(by_kind[PICTURE], (0, 1), status=DRAFT)
        found += [*_lost_sessions(by_kind[SIGN_IN]), *_lost_pictures(by_kind[PICTURE])]
        db.session.rollback()
    return found


def doubled(site: Site, writes: Iterable[Write]) -> list[str]:
    """Send again what nobody answered, as people do; return one line for each that is not there exactly once."""
    unanswered = [write for write in writes if write.is_open and write.kind in (IDEA, COMMENT)]
    found = []
    for write in unanswered:
        answer = write.again() if write.again else None
        if answer is None or answer.status not in (303, 429):
            found.append(f"{write.kind} sent again was answered {answer and answer.status}")
            continue
        write.status = answer.status
    with site.app.app_context():
        found += _lost_posts([write for write in unanswered if write.is_acknowledged], (1, 1))
        db.session.rollback()
    return found


def done_unanswered(site: Site, writes: Iterable[Write]) -> list[Write]:
    """Return the writes that were carried out although their writer was never told."""
    unanswered = [write for write in writes if write.is_open and write.key]
    with site.app.app_context():
        keys = [write.key for write in unanswered]
        there = set(db.session.scalars(select(Post.idempotency_key).where(Post.idempotency_key.in_(keys))))
        db.session.rollback()
    return [write for write in unanswered if write.key in there]


def drift(site: Site) -> list[str]:
    """Return one line for each counter that is not its rows' number, and whatever the database says of itself."""
    with site.app.app_context():
        counts = {name: db.session.scalar(text(statement)) for name, statement in COUNTERS.items()}
        found = [f"{name}: {count} rows differ" for name, count in counts.items() if count]
        if db.engine.dialect.name == "sqlite":
            found += [
                f"integrity: {row[0]}"
                for row in db.session.execute(text("PRAGMA integrity_check"))
                if row[0] != "ok"
            ]
            found += [f"foreign key: {row}" for row in db.session.execute(text("PRAGMA foreign_key_check"))]
        if verify().broken_id is not None:
            found.append("the audit log is broken")
        db.session.rollback()
    return found


def half_pictures(site: Site) -> list[str]:
    """Return rows without whole files; files that no row names wait for the sweep and are no loss."""
    with site.app.app_context():
        names = list(db.session.scalars(select(Picture.name)))
        db.session.rollback()
        return [f"picture {name} has no file" for name in names if not all(map(store().exists, files_of(name)))]


def files_without_row(site: Site) -> list[Path]:
    """Return the picture files that no row names."""
    with site.app.app_context():
        known = {file for name in db.session.scalars(select(Picture.name)) for file in files_of(name)}
        db.session.rollback()
        return [file for file in Path(site.app.config["MEDIA_URL"]).glob("*/*/*") if file.name not in known]


def _lost_votes(writes: list[Write]) -> list[str]:
    there = {(row.user_id, row.idea_id) for row in db.session.execute(select(Vote.user_id, Vote.idea_id))}
    may_be: dict[Any, set[bool]] = {}
    for write in writes:  # In the order of sending: each person's writes come from one writer.
        pair = write.person_id, write.idea_id
        if write.is_acknowledged:
            may_be[pair] = {write.kind == VOTE}
        elif write.is_open:
            may_be[pair] = may_be.get(pair, {False}) | {write.kind == VOTE}
    return [f"vote {pair} is {pair in there}" for pair, allowed in may_be.items() if (pair in there) not in allowed]


def _lost_posts(writes: list[Write], open_may_be: tuple[int, int], status: str = "") -> list[str]:
    wrong = Post.status == DRAFT if not status else Post.status != status
    keys = [write.key for write in writes]
    counted = select(Post.idempotency_key, func.count()).where(Post.idempotency_key.in_(keys), ~wrong)
    there = dict(map(tuple, db.session.execute(counted.group_by(Post.idempotency_key))))
    found = []
    for write in writes:
        low, high = (1, 1) if write.is_acknowledged else open_may_be if write.is_open else (0, 0)
        if not low <= there.get(write.key, 0) <= high:
            found.append(
                f"{write.kind} {write.key} (answer {write.status}) is there {there.get(write.key, 0)} times"
            )
    return found


def _lost_sessions(writes: list[Write]) -> list[str]:
    signed_in = [write.client for write in writes if write.is_acknowledged and write.client]
    return ["a session is lost" for client in signed_in if client.get("/akun").status != 200]


def _lost_pictures(writes: list[Write]) -> list[str]:
    keys = [write.key for write in writes if write.is_acknowledged]
    with_picture = select(Post.idempotency_key).join(Picture, Picture.post_id == Post.id)
    there = set(db.session.scalars(with_picture.where(Post.idempotency_key.in_(keys))))
    return [f"the picture of draft {key} is lost" for key in keys if key not in there]
