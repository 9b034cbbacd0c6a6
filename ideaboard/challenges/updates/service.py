"""Publish, edit and delete an update."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.audit.service import record
from ideaboard.businesses.queries import role_of
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.notices import UPDATE
from ideaboard.challenges.policies import may_manage
from ideaboard.challenges.updates.models import Update
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.media.slots import put_pictures, shows_the_same
from ideaboard.notifications.service import tell
from ideaboard.posts.locking import lock_person
from ideaboard.posts.models import HELD, PUBLISHED, WITHDRAWN, Post
from ideaboard.posts.policies import may_contribute, may_repair
from ideaboard.posts.releasing import on_release
from ideaboard.posts.screening import judge
from ideaboard.posts.service import already_sent, change_status, latest_fields, revise, submit
from ideaboard.web.markup import excerpt
from ideaboard.web.problems import NotAllowed, WrongState

Pictures = Sequence[tuple[Picture, str]]
EXCERPT = 120


def must_run(challenge: Challenge, person: Any) -> None:
    """Raise NotAllowed or WrongState unless this person may tell news of this challenge now."""
    if not may_manage(role_of(person, challenge.business_id)):
        raise NotAllowed(_l("Only the people who run this challenge write its updates."))
    if not may_contribute(person):
        raise NotAllowed(_l("Confirm your e-mail address first."))
    if challenge.status != PUBLISHED:
        raise WrongState(_l("This challenge is not public, so it has no updates yet."))


def publish_update(
    challenge: Challenge, author: User, body: str, pictures: Pictures, key: str, *, as_is: str = ""
) -> int:
    """Publish an update and return its id; the same form never makes a second one. Raises Unfit."""
    judged = judge(author, "update", {"body": body}, pictures=pictures, as_is=as_is)
    with transaction():
        lock_person(author.id)
        if (sent := already_sent(author.id, key)) is not None:
            return sent
        must_run(challenge, author)
        judged.must_pass()
        post = Update(
            author_id=author.id,
            parent_id=challenge.id,
            challenge_id=challenge.id,
            idempotency_key=key or None,
        )
        submit(post, {"body": body}, status=PUBLISHED, judged=judged)
        post.excerpt = excerpt(post.source, EXCERPT)
        put_pictures(post.id, judged.shown(pictures))
        if post.status == PUBLISHED:  # Of a held one people are told when it is released.
            tell_of_update(post)
        return post.id


@on_release("update")
def tell_of_update(post: Any) -> None:
    """Have people told of a new public update, in the transaction that publishes it."""
    tell(UPDATE, actor_id=post.author_id, post_id=post.id)


def edit_update(
    challenge: Challenge,
    post: Update,
    editor: User,
    body: str,
    pictures: Pictures,
    *,
    base_version: int,
    as_is: str = "",
) -> None:
    """Store an edit as a new version; an edit that changes nothing makes none.

    Raises NotAllowed, WrongState (not public any more), Unfit and StaleEdit.
    """
    judged = judge(editor, "update", {"body": body}, pictures=pictures, post_id=post.id, as_is=as_is)
    with transaction():
        must_run(challenge, editor)
        _lock(post)
        if latest_fields(post.id).get("body") == body and shows_the_same(post.id, pictures):
            return
        judged.must_pass()
        revise(post, {"body": body}, editor_id=editor.id, base_version=base_version, judged=judged)
        post.excerpt = excerpt(post.source, EXCERPT)
        put_pictures(post.id, judged.shown(pictures))


def delete_update(challenge: Challenge, post: Update, person: User) -> None:
    """Take the update away; its text stays in the records for moderators, and nobody reads it here."""
    with transaction():
        must_run(challenge, person)
        change_status(post, WITHDRAWN, expected=(PUBLISHED, HELD))
        record("update.delete", "post", post.id, actor_id=person.id)


def _lock(post: Update) -> None:
    db.session.execute(select(Post.id).where(Post.id == post.id).with_for_update(key_share=True))
    db.session.refresh(post, ["status", "repair_asked_at"])
    if post.status not in (PUBLISHED, HELD) and not may_repair(post):
        raise WrongState(_l("This update is not public any more, so it cannot be changed."))
