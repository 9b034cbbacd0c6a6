"""Go back to an older version of a public challenge's texts."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.attributes import set_committed_value

from ideaboard.accounts.models import User
from ideaboard.audit.service import record
from ideaboard.challenges.brief_history import TEXTS
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.wizard.screening import judge_texts, put_masked, texts_of
from ideaboard.challenges.wizard.service import locked_for, must_be_confirmed, must_be_editable
from ideaboard.data.transaction import transaction
from ideaboard.posts.history import version_fields
from ideaboard.posts.models import DRAFT
from ideaboard.posts.service import revise
from ideaboard.web.problems import WrongState


def restore_brief(challenge: Challenge, editor: User, number: int, *, base_version: int) -> None:
    """Make the texts of an older version the newest one, under the rule of editing; dates and prizes stay.

    Raises NotAllowed, WrongState (closed, no such version), Unfit and StaleEdit.
    Aborts 404 for who does not run it.
    """
    old = version_fields(challenge.id, number)
    if old is None or challenge.status == DRAFT:
        raise WrongState(_l("There is no such version."))
    now_there = texts_of(challenge)
    fields = {**now_there, **{name: str(old[name]) for name in TEXTS if name in old}}
    judged = replace(judge_texts(challenge, editor, fields), asks=False)
    with transaction():
        challenge = locked_for(challenge.id, editor)
        must_be_editable(challenge)
        must_be_confirmed(editor)
        if fields == now_there and challenge.version == base_version:
            return
        judged.must_pass()
        business = challenge.business
        revise(challenge, fields, editor_id=editor.id, base_version=base_version, judged=judged)
        set_committed_value(challenge, "business", business)  # Reading the row again let go of it.
        put_masked(challenge, judged.marked(fields))
        after = {"back_to": number, "version": challenge.version}
        record("challenge.edit", "challenge", challenge.id, actor_id=editor.id, after=after)
