"""Ideas on their way: kept for their author, found again by the form they were typed in."""

from collections.abc import Sequence
from secrets import token_urlsafe

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.forms import IdeaText, Origin
from ideaboard.ideas.models import Idea
from ideaboard.ideas.texts import put_text
from ideaboard.media.models import Picture
from ideaboard.media.service import detach, pictures_of
from ideaboard.media.slots import put_pictures
from ideaboard.posts.locking import lock_person
from ideaboard.posts.masking import masked
from ideaboard.posts.models import DRAFT
from ideaboard.posts.screening import Judged
from ideaboard.posts.service import StaleEdit, already_sent, latest_fields, rewrite_draft, submit
from ideaboard.web.problems import WrongState

MOST = 5  # drafts of one person for one challenge


class AlreadySent(WrongState):
    """The form has made an idea before, with another text; `idea` is that idea."""

    def __init__(self, idea: Idea) -> None:
        super().__init__(_l("This form was sent before, with another text."))
        self.idea = idea


def save_draft(
    challenge: Challenge,
    author: User,
    text: IdeaText,
    pictures: Sequence[tuple[Picture, str]],
    origin: Origin,
    *,
    most: int = MOST,
) -> Idea:
    """Keep an unfinished idea for its author.

    Raises AlreadySent, StaleEdit (another page saved it since) and WrongState (too many drafts).
    """
    with transaction():
        lock_person(author.id)
        idea = idea_by_key(author.id, origin.key, challenge.id)
        if idea is not None and idea.status != DRAFT:
            raise AlreadySent(idea)
        if idea is None and len(drafts_of(author.id, challenge.id)) >= most:
            raise WrongState(_l("You keep several drafts for this challenge. Delete one or send it first."))
        return write_draft(idea, challenge, author, text, pictures, origin)


def write_draft(
    idea: Idea | None,
    challenge: Challenge,
    author: User,
    text: IdeaText,
    pictures: Sequence[tuple[Picture, str]],
    origin: Origin,
    *,
    judged: Judged | None = None,
) -> Idea:
    """Write a new draft, or over the old one, in the open transaction. Raises StaleEdit.

    What is `judged` is sent next: without the mark of the page, and with what nobody shall read marked.
    """
    fields = judged.marked(text.fields()) if judged else {**text.fields(), "page": origin.page}
    shown = IdeaText.of(masked(fields))
    if idea is None:
        idea = _new_idea(challenge, author, origin.key)
        put_text(idea, shown)
        submit(idea, fields, status=DRAFT)
    else:
        _must_be_current(idea, text, origin)
        put_text(idea, shown)
        rewrite_draft(idea, fields)
        idea.version += 1
        idea.edited_at = now()
    put_pictures(idea.id, judged.shown(pictures) if judged else pictures)
    return idea


def keep_anyway(
    challenge: Challenge, author: User, text: IdeaText, pictures: Sequence[tuple[Picture, str]], origin: Origin
) -> Idea | None:
    """Keep what could not be sent; None when there is nothing to keep, or it is kept elsewhere already."""
    try:
        return save_draft(challenge, author, text, pictures, origin, most=4 * MOST) if text else None
    except WrongState:
        return None


def delete_draft(idea: Idea, author: User) -> None:
    """Delete a draft for good. Raises WrongState when it was sent meanwhile."""
    with transaction():
        lock_person(author.id)
        db.session.refresh(idea, ["status"])
        if idea.status != DRAFT:
            raise WrongState(_l("This draft was sent meanwhile."))
        for picture in pictures_of(idea.id):
            detach(picture)
        db.session.delete(idea)


def idea_by_key(author_id: int, key: str, challenge_id: int) -> Idea | None:
    """Return the draft or idea that a form has made, read anew."""
    mine = select(Idea).where(Idea.author_id == author_id, Idea.idempotency_key == key)
    here = mine.where(Idea.challenge_id == challenge_id)
    return db.session.scalar(here.execution_options(populate_existing=True)) if key else None


def own_draft(ident: int | None, author: User, challenge_id: int) -> Idea | None:
    """Return the draft, or what became of it, if it is this person's and for this challenge."""
    if ident is None or not 0 < ident < 2**63:
        return None
    mine = select(Idea).where(Idea.id == ident, Idea.author_id == author.id, Idea.challenge_id == challenge_id)
    return db.session.scalar(mine)


def drafts_of(author_id: int, challenge_id: int) -> list[Idea]:
    """Return a person's drafts for a challenge, the newest first."""
    mine = select(Idea).where(Idea.author_id == author_id, Idea.parent_id == challenge_id, Idea.status == DRAFT)
    return list(db.session.scalars(mine.order_by(Idea.id.desc()).limit(20)))


def _new_idea(challenge: Challenge, author: User, key: str) -> Idea:
    used = not key or already_sent(author.id, key)
    return Idea(
        author_id=author.id,
        parent_id=challenge.id,
        challenge_id=challenge.id,
        idempotency_key=token_urlsafe(12) if used else key,
        licence=challenge.licence,
        licence_version="",
    )


def _must_be_current(idea: Idea, text: IdeaText, origin: Origin) -> None:
    """Refuse to write over what another page saved; what this page saved last may have got no answer."""
    stored = latest_fields(idea.id)
    same_page = bool(origin.page) and stored.get("page") == origin.page
    if idea.version != origin.version and not same_page and IdeaText.of(stored) != text:
        raise StaleEdit(stored)
