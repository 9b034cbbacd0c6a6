"""Send an idea, edit it, withdraw it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from ideaboard.accounts.models import User
from ideaboard.businesses.queries import role_of
from ideaboard.challenges.licences import LICENCES
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.deadlines import must_take_ideas
from ideaboard.ideas.drafts import AlreadySent, Origin, idea_by_key, write_draft
from ideaboard.ideas.forms import IdeaText
from ideaboard.ideas.models import Idea
from ideaboard.ideas.notices import tell_of_edit
from ideaboard.ideas.policies import may_change, may_send
from ideaboard.ideas.texts import put_text
from ideaboard.media.models import Picture
from ideaboard.media.slots import put_pictures, shows_the_same
from ideaboard.posts.locking import lock_person
from ideaboard.posts.masking import masked
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED, WITHDRAWN, Post
from ideaboard.posts.policies import may_contribute, may_repair, must_not_be_silenced
from ideaboard.posts.quotas import IDEA, take
from ideaboard.posts.screening import Judged, judge
from ideaboard.posts.service import change_status, first_fields, latest_fields, publish, revise
from ideaboard.web.problems import NotAllowed, WrongState

_unlisted: list[Callable[[Idea], None]] = []


def on_unlisted(function: Callable[[Idea], None]) -> Callable[[Idea], None]:
    """Register what must happen, in the same transaction, when an author withdraws an idea (support returns…).

    Its rows are locked by then; its challenge is not, because that row comes last for everybody.
    """
    _unlisted.append(function)
    return function


def must_be_allowed_to_send(challenge: Challenge, person: User) -> None:
    """Raise NotAllowed, saying why, unless this person may send ideas to this challenge."""
    must_not_be_silenced(person)
    must_not_run_it(challenge, person)
    if not may_send(person, None):
        raise NotAllowed(_l("Confirm your e-mail address first, then send your idea."))


def must_not_run_it(challenge: Challenge, person: Any) -> None:
    """Raise NotAllowed for the owner and staff of the business."""
    if role_of(person, challenge.business_id) is not None:
        raise NotAllowed(_l("You run this business, so you cannot send ideas to its challenge."))


def send_idea(
    challenge: Challenge,
    author: User,
    text: IdeaText,
    pictures: Sequence[tuple[Picture, str]],
    origin: Origin,
) -> Idea:
    """Publish an idea, and the draft it comes from if there is one; the same form never makes a second idea.

    Raises NotAllowed, TooFast, WrongState (closed, a picture gone), Unfit (see posts/screening.py),
    AlreadySent and StaleEdit (see drafts.py).
    """
    judged = judge(author, "idea", text.fields(), pictures=pictures, as_is=origin.as_is)
    with transaction():
        lock_person(author.id)
        idea = idea_by_key(author.id, origin.key, challenge.id)
        if idea is not None and idea.status != DRAFT:
            return _unless_it_said_something_else(idea, text)
        must_be_allowed_to_send(challenge, author)
        must_take_ideas(challenge, lock=True)
        take(author, IDEA)
        judged.must_pass()
        idea = write_draft(idea, challenge, author, text, pictures, origin, judged=judged)
        return _publish(idea, challenge, judged)


def edit_idea(
    idea: Idea,
    editor: User,
    text: IdeaText,
    pictures: Sequence[tuple[Picture, str]],
    *,
    base_version: int,
    as_is: str = "",
    asks: bool = True,
) -> None:
    """Store an edit as a new version; an edit that changes nothing makes none. Without `asks` nobody is warned.

    Raises NotAllowed, WrongState (too late), Unfit and StaleEdit (edited elsewhere since).
    """
    judged = judge(editor, "idea", text.fields(), pictures=pictures, post_id=idea.id, as_is=as_is)
    judged = replace(judged, asks=asks)
    with transaction():
        lock_person(editor.id)
        db.session.refresh(idea, ["status", "repair_asked_at"])
        must_be_changeable(idea, editor)
        repairs = may_repair(idea)
        same_text = IdeaText.of(latest_fields(idea.id)) == text
        if same_text and shows_the_same(idea.id, pictures):
            return
        judged.must_pass()
        challenge = idea.challenge
        revise(idea, text.fields(), editor_id=editor.id, base_version=base_version, judged=judged)
        set_committed_value(idea, "challenge", challenge)  # Reading the row again let go of it.
        if not repairs:
            must_be_changeable(idea, editor)  # Now that nobody else can change the row.
        put_text(idea, IdeaText.of(masked(judged.marked(text.fields()))))
        put_pictures(idea.id, judged.shown(pictures))
        if idea.status == PUBLISHED:  # Of a held one people are told when it is released.
            tell_of_edit(idea)


def withdraw_idea(idea: Idea, author: User) -> None:
    """Take the idea from the board; only its author still sees it. Withdrawing twice changes nothing.

    Raises NotAllowed and WrongState (too late, or not public).
    """
    with transaction():
        lock_person(author.id)
        _lock_idea(idea)
        if idea.status == WITHDRAWN and idea.author_id == author.id:
            return
        must_be_changeable(idea, author)
        for work in _unlisted:
            work(idea)
        change_status(idea, WITHDRAWN, expected=(PUBLISHED, HELD, HIDDEN))


def return_support(idea: Idea) -> None:
    """Do, in the open transaction, what follows when an idea goes: support returns to its givers."""
    _lock_idea(idea)
    for work in _unlisted:
        work(idea)


def give_support_back(idea: Idea, *, only_if: str) -> None:
    """Do, in the open transaction, what follows when an idea stays off the board for good.

    Nothing happens when its status is another than `only_if` by now.
    """
    _lock_idea(idea)
    if idea.status == only_if:
        for work in _unlisted:
            work(idea)


def must_be_changeable(idea: Idea, person: User) -> None:
    """Raise NotAllowed or WrongState, saying why, unless this person may edit or withdraw the idea now."""
    if idea.author_id != person.id:
        raise NotAllowed(_l("Only its author can change an idea."))
    if not may_contribute(person):
        raise NotAllowed(_l("Confirm your e-mail address first."))
    if not may_repair(idea):
        must_take_ideas(idea.challenge)
    if not may_change(person, idea):
        raise WrongState(_l("This idea is not on the board, so it cannot be changed."))


def _lock_idea(idea: Idea) -> None:
    """Lock the rows of an idea in the order that everybody keeps: post, idea, votes, ballots, challenge."""
    for table in (Post.__table__, Idea.__table__):
        db.session.execute(select(table.c.id).where(table.c.id == idea.id).with_for_update(key_share=True))
    db.session.refresh(idea, ["status"])


def _publish(idea: Idea, challenge: Challenge, judged: Judged) -> Idea:
    """Record the consent and turn the draft into an idea that everybody sees, or that waits for a moderator."""
    idea.licence = challenge.licence
    idea.licence_version = LICENCES[challenge.licence].version
    idea.licence_agreed_at = now()
    idea.version, idea.edited_at = 1, None
    publish(idea, judged)
    return idea


def _unless_it_said_something_else(idea: Idea, text: IdeaText) -> Idea:
    if IdeaText.of(first_fields(idea.id)) != text:
        raise AlreadySent(idea)
    return idea
