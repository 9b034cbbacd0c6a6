"""Handlers of the wizard: five steps, each a page of its own that works without a script."""

from urllib.parse import urlencode

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.businesses.models import Business
from ideaboard.challenges.blueprint import bp
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.stages import Stage
from ideaboard.challenges.wizard.cover import Cover, cover_of, read_cover
from ideaboard.challenges.wizard.limits_form import ROWS, WHOLE, weight_of, weights_sentence
from ideaboard.challenges.wizard.pages import CHECK, FORMS, address, show_check, show_step
from ideaboard.challenges.wizard.problem_form import ProblemForm
from ideaboard.challenges.wizard.queries import own_businesses, own_challenge_or_404
from ideaboard.challenges.wizard.rearranging import rearrange
from ideaboard.challenges.wizard.service import (
    must_be_confirmed,
    must_be_editable,
    publish_challenge,
    start_challenge,
    stored_form,
)
from ideaboard.challenges.wizard.service import (
    save_step as save,
)
from ideaboard.challenges.wizard.step_form import StepForm, differences
from ideaboard.posts.messages import changed_message
from ideaboard.posts.models import DRAFT, HELD
from ideaboard.posts.service import StaleEdit
from ideaboard.screening.refusals import Unfit
from ideaboard.web.bounds import takes_files
from ideaboard.web.formats import date_time
from ideaboard.web.guards import private
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import render, see_other

_EXAMPLE = "challenges/wizard/_example.html"


@bp.get("/tantangan/baru")
@private
def new() -> BaseResponse:
    """Open step 1; who has no business yet makes one first and comes back."""
    must_be_confirmed(current_user)
    businesses = own_businesses(current_user)
    if not businesses:
        return _to_new_business()
    first = businesses[0]
    asks_city = len(businesses) == 1
    data = {"sector": first.sector, "city": first.city if asks_city else "", "business": first.id}
    form = ProblemForm(formdata=None, data=data).offer(businesses)
    return show_step(None, form, fragment=_EXAMPLE)


@bp.post("/tantangan/baru")
@takes_files
def create() -> BaseResponse:
    """Make the draft, whole or for now."""
    must_be_confirmed(current_user)
    businesses = own_businesses(current_user)
    if not businesses:
        return _to_new_business()
    form, finished = ProblemForm().offer(businesses), _goes_on()
    cover = read_cover(request.form, request.files, current_user.id, None)
    if not _is_fine(form, cover, finished):
        return show_step(None, form, _refusal(form, cover), cover=cover)
    business = _chosen(businesses, form)
    made = start_challenge(business, current_user, form, cover, finished=finished)
    return _saved(own_challenge_or_404(made, current_user), 1, finished=finished)


@bp.get("/tantangan/<int:challenge_id>/langkah/<int:number>")
@private
def step(challenge_id: int, number: int) -> BaseResponse:
    """Open a step that was reached, as it was last saved."""
    challenge = own_challenge_or_404(challenge_id, current_user)
    if number not in (*FORMS, CHECK):
        abort(404)
    must_be_editable(challenge)
    if number > challenge.wizard_step:
        return see_other(address(challenge, challenge.wizard_step))
    if number == CHECK:
        return show_check(challenge)
    form = stored_form(FORMS[number], challenge)
    cover = cover_of(challenge) if number == 1 else None
    return show_step(challenge, form, cover=cover, fragment=_EXAMPLE if number == 1 else None)


@bp.post("/tantangan/<int:challenge_id>/langkah/<int:number>")
@takes_files
def save_step(challenge_id: int, number: int) -> BaseResponse:
    """Save a step, rearrange its form, or (step 5) publish."""
    challenge = own_challenge_or_404(challenge_id, current_user)
    if number == CHECK:
        return _publish(challenge)
    if number not in FORMS or number > challenge.wizard_step:
        abort(404)
    form = FORMS[number]()
    form.fit(challenge)
    if rearrange(form, request.form.get("do", "")):
        return show_step(challenge, form, fragment=form.template)
    finished = _goes_on() or challenge.status != DRAFT
    cover = read_cover(request.form, request.files, current_user.id, challenge) if number == 1 else None
    if not _is_fine(form, cover, finished):
        return show_step(challenge, form, _refusal(form, cover), cover=cover)
    try:
        save(challenge, current_user, form, finished=finished, cover=cover)
    except StaleEdit:
        return _show_both(challenge_id, form, cover)
    except Unfit as unfit:
        unfit.show_on(form)
        return show_step(own_challenge_or_404(challenge_id, current_user), form, unfit.code, cover=cover)
    except Problem as problem:
        return _show_untaken(challenge_id, form, cover, problem)
    return _saved(own_challenge_or_404(challenge_id, current_user), number, finished=finished)


@bp.get("/tantangan/bobot")
@private
def weights() -> Response:
    """Add up the weights as they are being typed."""
    total = sum(weight_of(request.args.get(f"weight_{n}")) or 0 for n in ROWS)
    return render("challenges/wizard/_weights.html", total=total, sentence=weights_sentence(total), whole=WHOLE)


def _to_new_business() -> BaseResponse:
    query = urlencode({"next": "/tantangan/baru"})
    message = _("First tell people about your business. Then write the challenge.")
    return see_other(f"/usaha/baru?{query}", message, "attention")


def _chosen(businesses: list[Business], form: ProblemForm) -> Business:
    return next((business for business in businesses if business.id == form.business.data), businesses[0])


def _goes_on() -> bool:
    return request.form.get("do") != "save"


def _is_fine(form: StepForm, cover: Cover | None, finished: bool) -> bool:
    """Check the whole input, or only that it is not too long; a refused picture is never kept silently."""
    if cover and not finished and cover.lacks_words:
        cover.problem = ""
    fine = form.validate() if finished else form.fits_a_draft()
    return fine and not (cover and cover.problem)


def _refusal(form: StepForm, cover: Cover | None) -> int:
    if cover and cover.problem:
        form.form_errors.append(_("Cover picture") + ": " + cover.problem)
    return 413 if cover and cover.is_too_large else 422


def _saved(challenge: Challenge, number: int, *, finished: bool) -> BaseResponse:
    if challenge.status != DRAFT:
        return see_other(address(challenge, number), changed_message(challenge))
    if finished:
        return see_other(address(challenge, number + 1))
    return see_other(address(challenge, number), _("Saved. You can go on whenever you like."))


def _publish(challenge: Challenge) -> BaseResponse:
    try:
        challenge = publish_challenge(challenge, current_user, request.form.get("as_is", ""))
    except Unfit as unfit:
        own = own_challenge_or_404(challenge.id, current_user)
        return show_check(own, unfit.code, str(unfit.message), token=unfit.token)
    except Problem as problem:
        if problem.code != 422:
            raise
        return show_check(own_challenge_or_404(challenge.id, current_user), 422, str(problem.message))
    message = _("Your challenge is published.")
    if challenge.status == HELD:
        message = _("Your challenge is saved. A moderator reads it first, usually within 4 hours.")
    elif challenge.stage() is Stage.SCHEDULED and challenge.opens_at:
        message = _("Your challenge opens on %(moment)s.", moment=date_time(challenge.opens_at, challenge.zone))
    return see_other(f"/t/{challenge.slug}", message)


def _show_both(challenge_id: int, form: StepForm, cover: Cover | None) -> Response:
    """Show the form as typed and beside it what somebody else saved; saving again writes over that."""
    challenge = own_challenge_or_404(challenge_id, current_user)
    theirs = differences(form, stored_form(type(form), challenge))
    form.fit(challenge)
    form.version.data = challenge.version
    form.version.raw_data = None
    return show_step(challenge, form, 409, cover=cover, theirs=theirs or [(_("This step"), _("(the same)"))])


def _show_untaken(challenge_id: int, form: StepForm, cover: Cover | None, problem: Problem) -> Response:
    """Say why nothing was saved, and keep what was typed on the page."""
    challenge = own_challenge_or_404(challenge_id, current_user)
    form.form_errors.append(str(problem.message))
    return show_step(challenge, form, problem.code, cover=cover)
