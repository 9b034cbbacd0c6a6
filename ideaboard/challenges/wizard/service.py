"""Start a draft, save a step of it or of a public challenge, publish."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from ideaboard.accounts.models import User
from ideaboard.audit.service import record
from ideaboard.businesses.models import Business
from ideaboard.businesses.queries import role_of
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.policies import may_manage
from ideaboard.challenges.queries import criteria_of, prizes_of
from ideaboard.challenges.stages import Stage
from ideaboard.challenges.wizard.clarity import check_clarity, may_publish
from ideaboard.challenges.wizard.cover import Cover, put_cover
from ideaboard.challenges.wizard.problem_form import ProblemForm
from ideaboard.challenges.wizard.queries import own_challenge_or_404, unfinished_of
from ideaboard.challenges.wizard.screening import judge_draft, judge_step, put_masked, texts_of, unmasked
from ideaboard.challenges.wizard.slugs import free_slug
from ideaboard.challenges.wizard.step_form import StepForm
from ideaboard.challenges.wizard.waiting import author_of, why_it_waits
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.posts.locking import lock_person
from ideaboard.posts.models import DRAFT, HELD, PUBLISHED, Post
from ideaboard.posts.policies import may_contribute, may_repair
from ideaboard.posts.quotas import CHALLENGE, take
from ideaboard.posts.screening import Judged
from ideaboard.posts.service import StaleEdit, already_sent, latest_fields, publish, revise, rewrite_draft, submit
from ideaboard.web.problems import NotAllowed, WrongState

STEPS = 5


class NotClear(WrongState):
    """Something must be put right before the challenge can be published; the list says what."""

    code = 422


def start_challenge(business: Business, author: User, form: ProblemForm, cover: Cover, *, finished: bool) -> int:
    """Make a draft from step 1 and return its id; the same form sent twice makes one draft.

    Raises NotAllowed.
    """
    try:
        return _start(business, author, form, cover, finished=finished)
    except IntegrityError:  # Somebody took the same address at this moment; the second try sees that.
        return _start(business, author, form, cover, finished=finished)


def _start(business: Business, author: User, form: ProblemForm, cover: Cover, *, finished: bool) -> int:
    with transaction():
        lock_person(author.id)
        made = already_sent(author.id, form.idempotency_key.data)
        if made is not None:
            return made
        if not may_manage(role_of(author, business.id)):
            raise NotAllowed(_l("Only the team of this business can write its challenges."))
        must_be_confirmed(author)
        challenge = Challenge(author_id=author.id, business_id=business.id, slug=free_slug(form.title.data or ""))
        challenge.business = business
        challenge.idempotency_key = form.idempotency_key.data or None
        form.apply(challenge)
        challenge.wizard_step = 2 if finished else 1
        unfinished = {} if finished else {"1": form.typed()}
        submit(challenge, {**form.texts(), "unfinished": unfinished}, status=DRAFT)
        put_cover(challenge, cover)
        record("challenge.create", "challenge", challenge.id, actor_id=author.id)
        return challenge.id


def save_step(
    challenge: Challenge, editor: User, form: StepForm, *, finished: bool, cover: Cover | None = None
) -> None:
    """Save a step: of a draft finished or not, of a public challenge as a new version.

    Raises WrongState (cancelled, closed), NotAllowed, Unfit, and StaleEdit when somebody else saved since.
    """
    seen = challenge.status
    judged = judge_step(challenge, editor, form, cover) if seen != DRAFT else None
    with transaction():
        challenge = locked_for(challenge.id, editor)
        must_be_editable(challenge)
        must_be_confirmed(editor)
        if challenge.status != seen:
            raise StaleEdit(latest_fields(challenge.id))
        if _says_the_same(challenge, form, cover, finished=finished) and (
            seen != DRAFT or challenge.version != form.version.data
        ):
            return
        if judged is None:
            _write_draft(challenge, form, cover, finished=finished)
        else:
            judged.must_pass()
            _write_version(challenge, editor, form, cover, judged)


def publish_challenge(challenge: Challenge, editor: User, as_is: str = "") -> Challenge:
    """Make a draft public: at once, or waiting for its opening or a moderator. A second click changes nothing.

    Some wait for a moderator whatever they say (waiting.py). Raises NotClear, TooFast, Unfit and WrongState.
    """
    seen = challenge.version
    judged = judge_draft(challenge, editor, as_is)
    with transaction():
        author = author_of(challenge)
        lock_person(author.id)
        challenge = locked_for(challenge.id, editor)
        must_be_editable(challenge)
        must_be_confirmed(editor)
        if challenge.status != DRAFT:
            return challenge
        checks = check_clarity(
            challenge,
            criteria_of(challenge.id),
            prizes_of(challenge.id),
            [int(n) for n in unfinished_of(challenge)],
        )
        if not may_publish(checks):
            raise NotClear(_l("Not published. Put right what the list marks first."))
        if challenge.version != seen:
            raise StaleEdit(latest_fields(challenge.id))
        take(author, CHALLENGE)
        judged.must_pass()
        challenge.opens_at = challenge.opens_at or now()
        fields = judged.marked(texts_of(challenge))
        rewrite_draft(challenge, fields)
        put_masked(challenge, fields)
        db.session.flush()
        business = challenge.business
        publish(challenge, judged, waits=bool(why_it_waits(challenge)))
        set_committed_value(challenge, "business", business)  # Reading the row again let go of it.
        after = {"status": challenge.status}
        record("challenge.publish", "challenge", challenge.id, actor_id=editor.id, after=after)
        return challenge


def must_be_editable(challenge: Challenge) -> None:
    """Raise WrongState when nothing of the challenge can change any more."""
    if challenge.cancelled_at is not None:
        raise WrongState(_l("This challenge is cancelled, so it can no longer be changed."))
    if may_repair(challenge):
        return
    if challenge.status not in (DRAFT, HELD, PUBLISHED):
        raise WrongState(_l("This challenge is not on show, so it can no longer be changed."))
    if challenge.stage() is Stage.REVIEW:
        raise WrongState(_l("This challenge is closed, so it can no longer be changed."))


def must_be_confirmed(person: Any) -> None:
    """Raise NotAllowed for who has not confirmed their address."""
    if not may_contribute(person):
        raise NotAllowed(_l("Confirm your e-mail address first."))


def locked_for(challenge_id: int, person: Any) -> Challenge:
    """Read the challenge anew while nobody else can write to it."""
    db.session.execute(select(Post.id).where(Post.id == challenge_id).with_for_update())
    return own_challenge_or_404(challenge_id, person)


def _write_draft(challenge: Challenge, form: StepForm, cover: Cover | None, *, finished: bool) -> None:
    if challenge.version != form.version.data:
        raise StaleEdit(latest_fields(challenge.id))
    unfinished = unfinished_of(challenge)
    unfinished.pop(str(form.number), None)
    if not finished:
        unfinished[str(form.number)] = form.typed()
    if isinstance(form, ProblemForm):  # Its texts always fit their columns, so that a list can name the draft.
        challenge.slug = _slug_after(challenge, form.title.data or "")
    if finished or isinstance(form, ProblemForm):
        form.apply(challenge)
        texts = {**texts_of(challenge), **form.texts()}
    else:
        texts = texts_of(challenge)
    rewrite_draft(challenge, {**texts, "unfinished": unfinished})
    if finished:
        challenge.wizard_step = min(max(challenge.wizard_step, form.number + 1), STEPS)
    challenge.version += 1
    challenge.edited_at = now()
    if cover is not None:
        put_cover(challenge, cover)


def _write_version(challenge: Challenge, editor: User, form: StepForm, cover: Cover | None, judged: Judged) -> None:
    business, base = challenge.business, form.version.data
    fields = {**texts_of(challenge), **form.texts()}
    revise(challenge, fields, editor_id=editor.id, base_version=base, judged=judged)
    set_committed_value(challenge, "business", business)  # Reading the row again let go of it.
    form.apply(challenge)
    put_masked(challenge, judged.marked(fields))
    if cover is not None:
        put_cover(challenge, cover)
    after = {"step": form.number, "version": challenge.version}
    record("challenge.edit", "challenge", challenge.id, actor_id=editor.id, after=after)


def _slug_after(challenge: Challenge, title: str) -> str:
    """Let the address of a draft follow its title; nobody else has seen it."""
    return challenge.slug if title == challenge.title else free_slug(title, challenge.id)


def _says_the_same(challenge: Challenge, form: StepForm, cover: Cover | None, *, finished: bool) -> bool:
    if cover is not None and (cover.picture.id if cover.picture else None) != challenge.cover_id:
        return False
    if cover is not None and cover.picture is not None and cover.picture.alt != cover.alt:
        return False
    stored = stored_form(type(form), challenge)
    if finished and str(form.number) not in unfinished_of(challenge):
        return bool(stored.meaning() == form.meaning())
    return not finished and stored.typed() == form.typed()


def stored_form(kind: type[StepForm], challenge: Challenge) -> StepForm:
    """Return the form of a step as it was last saved, finished or not."""
    typed = unfinished_of(challenge).get(str(kind.number), {})
    values = unmasked(challenge, kind.values(challenge))
    form = kind(formdata=None, data={**values, **typed, "version": challenge.version})
    form.fit(challenge)
    return form
