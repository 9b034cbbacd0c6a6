"""Delete a draft of a challenge for good, with everything in it; nobody but the team has ever seen it."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.audit.service import record
from ideaboard.businesses.queries import role_of
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.policies import may_delete
from ideaboard.challenges.wizard.service import locked_for
from ideaboard.challenges.wizard.waiting import author_of
from ideaboard.data.transaction import transaction
from ideaboard.posts.erasing import delete_draft_row
from ideaboard.posts.locking import lock_person
from ideaboard.posts.models import DRAFT
from ideaboard.web.problems import NotAllowed, WrongState


def must_be_deletable(challenge: Challenge, person: Any) -> None:
    """Raise NotAllowed for who may not, WrongState for what is no draft any more."""
    if not may_delete(role_of(person, challenge.business_id), is_author=challenge.author_id == person.id):
        raise NotAllowed(_l("Only the owner of the business, and who began it, can delete a draft."))
    if challenge.status != DRAFT:
        raise WrongState(_l("This challenge is no draft any more. You can cancel it instead."))


def delete_challenge(challenge: Challenge, person: Any) -> None:
    """Delete the draft: texts, versions, criteria, prizes and the cover with its file.

    Raises NotAllowed, and WrongState when it was published meanwhile. Aborts 404 when it is gone already.
    """
    with transaction():
        lock_person(author_of(challenge).id)  # In the order of publishing: the person, then the post.
        challenge = locked_for(challenge.id, person)
        must_be_deletable(challenge, person)
        record("challenge.delete_draft", "challenge", challenge.id, actor_id=person.id)
        delete_draft_row(challenge)
