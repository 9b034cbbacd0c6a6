"""Handlers of a new idea: the form, sending, keeping a draft."""

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.intents import pack
from ideaboard.accounts.pages import sign_in_page
from ideaboard.businesses.queries import role_of
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_or_404
from ideaboard.data.clock import now
from ideaboard.ideas.answers import fill, form_path, sent_message, show_new, show_untaken
from ideaboard.ideas.blueprint import bp
from ideaboard.ideas.deadlines import must_take_ideas, why_closed
from ideaboard.ideas.drafts import AlreadySent, idea_by_key, keep_anyway, own_draft, save_draft
from ideaboard.ideas.forms import DraftForm, IdeaForm
from ideaboard.ideas.intents import SEND_IDEA, intent_of
from ideaboard.ideas.models import Idea
from ideaboard.ideas.service import must_be_allowed_to_send, must_not_run_it, send_idea
from ideaboard.ideas.similar_routes import ask_first
from ideaboard.media.slots import Slots, read_slots, refuse, slots_of
from ideaboard.posts.models import DRAFT
from ideaboard.posts.policies import may_contribute
from ideaboard.posts.service import StaleEdit
from ideaboard.screening.refusals import Unfit
from ideaboard.web.bounds import takes_files
from ideaboard.web.formats import clock_time
from ideaboard.web.guards import public
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import render, see_other, wants_fragment


@bp.get("/t/<slug>/ide/baru")
def new(slug: str) -> BaseResponse:
    """Open the form: blank, or with a draft (`?draf=`). No other idea is shown before one's own is written."""
    challenge = challenge_or_404(slug, current_user)
    draft = _asked_draft(challenge)
    if draft is not None and draft.status != DRAFT:
        return see_other(draft.path)
    form = (fill(IdeaForm, draft) if draft else IdeaForm(formdata=None)).for_challenge(challenge)
    try:
        must_not_run_it(challenge, current_user)
        must_take_ideas(challenge)
    except Problem as problem:
        return show_untaken(challenge, form.text, problem.message, problem.code, draft=draft)
    return show_new(challenge, form, slots_of(draft.id) if draft else Slots(), draft=draft)


@bp.post("/t/<slug>/ide/baru")
@public
@takes_files
def create(slug: str) -> BaseResponse:
    """Send the idea; a visitor is asked to sign in first and loses nothing."""
    challenge = challenge_or_404(slug, current_user)
    form = IdeaForm().for_challenge(challenge)
    if not current_user.is_authenticated:
        return _ask_to_sign_in(challenge, form)
    before = idea_by_key(current_user.id, form.idempotency_key.data, challenge.id)
    slots = _read_slots(before)
    try:
        if before is None or before.status == DRAFT:
            must_be_allowed_to_send(challenge, current_user)
            must_take_ideas(challenge)  # Said first: no better text would change it.
            if not form.validate() or slots.problems:
                return show_new(challenge, form, slots, refuse(form, slots))
            if question := ask_first(challenge, form, slots):
                return question
        idea = send_idea(challenge, current_user, form.text, slots.pictures, form.origin)
    except StaleEdit as stale:
        return _show_both(slug, form, slots, stale)
    except Unfit as unfit:
        unfit.show_on(form)
        return show_new(challenge_or_404(slug, current_user), form, slots, unfit.code)
    except Problem as problem:
        return _keep_untaken(slug, form, slots, problem)
    return see_other(idea.path, sent_message(idea, challenge))


@bp.post("/t/<slug>/ide/draf")
@takes_files
def save(slug: str) -> BaseResponse:
    """Keep an unfinished idea; the form asks for it by a button, and with the script every ten seconds."""
    challenge = challenge_or_404(slug, current_user)
    form = IdeaForm().for_challenge(challenge)
    if not _fits(form):
        return _draft_refused(challenge, form, _("Not saved. Something is too long."))
    draft = idea_by_key(current_user.id, form.idempotency_key.data, challenge.id)
    slots = _read_slots(draft)
    if not form.text and not slots.pictures:
        return _draft_refused(challenge, form, _("There is nothing to save yet."))
    try:
        draft = save_draft(challenge, current_user, form.text, slots.pictures, form.origin)
    except StaleEdit as stale:
        return _show_both(slug, form, slots, stale)
    except Problem as problem:
        return _draft_not_saved(slug, form, problem)
    message = _("Draft saved at %(time)s", time=clock_time(now(), current_user.zone))
    if wants_fragment():
        return render("ideas/_draft.html", text=message)
    if slots.waiting:  # The text is kept; which picture was not must still be said.
        form.version.data = draft.version
        return show_new(challenge, form, slots, refuse(form, slots))
    return see_other(form_path(challenge, draft), message)


def _asked_draft(challenge: Challenge) -> Idea | None:
    """Return the draft the address asks for; 404 when it is not the reader's."""
    if "draf" not in request.args:
        return None
    ident = request.args.get("draf", type=int)
    draft = own_draft(ident, current_user, challenge.id) if current_user.is_authenticated else None
    return draft or abort(404)


def _ask_to_sign_in(challenge: Challenge, form: IdeaForm) -> Response:
    if not form.validate():
        return show_new(challenge, form, Slots(), 422)
    if reason := why_closed(challenge):
        return show_untaken(challenge, form.text, reason, 409)
    if question := ask_first(challenge, form, Slots()):
        return question
    return sign_in_page(pack(SEND_IDEA, intent_of(challenge, form)), next=form_path(challenge))


def _read_slots(draft: Idea | None) -> Slots:
    """Receive the pictures that came with the form, from those who may send ideas."""
    if not may_contribute(current_user) or (draft is not None and draft.status != DRAFT):
        return Slots()
    return read_slots(request.form, request.files, current_user.id, draft.id if draft else None)


def _fits(form: IdeaForm) -> bool:
    """Check only what a draft must keep to; what is wrong shows at the fields of `form`."""
    draft = DraftForm()
    if draft.validate():
        return True
    for wrong in draft:
        form[wrong.name].errors = wrong.errors
    return False


def _keep_untaken(slug: str, form: IdeaForm, slots: Slots, problem: Problem) -> Response:
    """Say why the idea was not taken; keep it as a draft, unless no idea of this person can ever be sent here."""
    challenge = challenge_or_404(slug, current_user)  # A rollback let go of what the first one held.
    sent = problem.idea if isinstance(problem, AlreadySent) else None
    welcome = sent is None and role_of(current_user, challenge.business_id) is None and _fits(form)
    draft = keep_anyway(challenge, current_user, form.text, slots.pictures, form.origin) if welcome else None
    return show_untaken(challenge, form.text, problem.message, problem.code, draft=draft, sent=sent)


def _show_both(slug: str, form: IdeaForm, slots: Slots, stale: StaleEdit) -> Response:
    """Show the form with what was typed, and beside it what another page saved meanwhile."""
    if wants_fragment():
        return render("ideas/_draft.html", status=409, text=_("Not saved: this draft was changed on another page."))
    challenge = challenge_or_404(slug, current_user)
    saved = idea_by_key(current_user.id, form.idempotency_key.data, challenge.id)
    form.version.data = saved.version if saved else 0
    return show_new(challenge, form, slots, 409, theirs=stale.current)


def _draft_refused(challenge: Challenge, form: IdeaForm, text: str) -> Response:
    if wants_fragment():
        return render("ideas/_draft.html", status=422, text=text)
    form.form_errors.append(text)
    return show_new(challenge, form, Slots(), 422)


def _draft_not_saved(slug: str, form: IdeaForm, problem: Problem) -> Response:
    if wants_fragment():
        return render("ideas/_draft.html", status=problem.code, text=problem.message)
    return _keep_untaken(slug, form, Slots(), problem)
