"""Handlers of an idea that was sent: edit it, withdraw it."""

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.ideas.answers import fill, form_path, show_edit, show_untaken
from ideaboard.ideas.blueprint import bp
from ideaboard.ideas.drafts import delete_draft
from ideaboard.ideas.forms import EditForm
from ideaboard.ideas.models import Idea
from ideaboard.ideas.queries import idea_or_404
from ideaboard.ideas.service import edit_idea, must_be_changeable, withdraw_idea
from ideaboard.media.slots import Slots, read_slots, refuse, slots_of
from ideaboard.posts.messages import changed_message
from ideaboard.posts.models import DRAFT, WITHDRAWN
from ideaboard.posts.service import StaleEdit
from ideaboard.screening.refusals import Unfit
from ideaboard.web.bounds import takes_files
from ideaboard.web.guards import private
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import render, see_other


@bp.get("/i/<int:idea_id>/ubah")
@bp.get("/i/<int:idea_id>-<slug>/ubah")
@private
def edit(idea_id: int, slug: str = "") -> BaseResponse:
    """Open the idea for its author; a draft opens in the form it is sent from."""
    idea = idea_or_404(idea_id, current_user)
    if idea.status == DRAFT:
        return see_other(form_path(idea.challenge, idea))
    must_be_changeable(idea, current_user)
    return show_edit(idea, fill(EditForm, idea), slots_of(idea.id))


@bp.post("/i/<int:idea_id>/ubah")
@takes_files
def update(idea_id: int) -> BaseResponse:
    """Store an edit as a new version."""
    idea, form, slots = idea_or_404(idea_id, current_user), EditForm(), Slots()
    try:
        must_be_changeable(idea, current_user)
        slots = read_slots(request.form, request.files, current_user.id, idea.id)
        if not form.validate() or slots.problems:
            return show_edit(idea, form, slots, refuse(form, slots))
        origin = form.origin
        edit_idea(idea, current_user, form.text, slots.pictures, base_version=origin.version, as_is=origin.as_is)
    except StaleEdit as stale:
        return _show_both(idea_id, form, slots, stale)
    except Unfit as unfit:
        unfit.show_on(form)
        return show_edit(idea_or_404(idea_id, current_user), form, slots, unfit.code)
    except Problem as problem:
        challenge = idea_or_404(idea_id, current_user).challenge
        return show_untaken(challenge, form.text, problem.message, problem.code)
    return see_other(idea.path, changed_message(idea))


@bp.get("/i/<int:idea_id>/tarik")
@bp.get("/i/<int:idea_id>-<slug>/tarik")
@private
def ask_to_withdraw(idea_id: int, slug: str = "") -> BaseResponse:
    """Ask whether the idea shall really leave the board, or the draft be deleted."""
    idea = idea_or_404(idea_id, current_user)
    if idea.status == WITHDRAWN:
        return see_other(idea.path)
    if idea.status != DRAFT:
        must_be_changeable(idea, current_user)
    return render("ideas/withdraw.html", idea=idea, is_draft=idea.status == DRAFT)


@bp.post("/i/<int:idea_id>/tarik")
def withdraw(idea_id: int) -> BaseResponse:
    """Take the idea from the board; a draft is deleted."""
    idea = idea_or_404(idea_id, current_user)
    if idea.status == DRAFT:
        form = form_path(idea.challenge)
        delete_draft(idea, current_user)
        return see_other(form, _("The draft is deleted."))
    withdraw_idea(idea, current_user)
    return see_other(idea.path, _("Your idea is withdrawn. You can send it again while ideas are open."))


def _show_both(idea_id: int, form: EditForm, slots: Slots, stale: StaleEdit) -> Response:
    """Show the form with what was typed, and beside it the text as it is now; saving again writes over that."""
    idea: Idea = idea_or_404(idea_id, current_user)
    form.version.data = idea.version
    return show_edit(idea, form, slots, 409, theirs=stale.current)
