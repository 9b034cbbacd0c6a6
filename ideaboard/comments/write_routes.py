"""The handler that takes a comment or a reply."""

from typing import Any

from flask import Response, abort, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.intents import pack
from ideaboard.accounts.pages import sign_in_page
from ideaboard.comments.blueprint import bp
from ideaboard.comments.conversation import conversation
from ideaboard.comments.forms import CommentForm
from ideaboard.comments.intents import SEND_COMMENT, intent_of, place_of, sent_message
from ideaboard.comments.listing import line_of
from ideaboard.comments.models import Comment
from ideaboard.comments.queries import comment_or_404, was_withdrawn
from ideaboard.comments.read_routes import show_thread
from ideaboard.comments.service import create_comment, why_closed
from ideaboard.ideas.models import Idea
from ideaboard.ideas.queries import idea_or_404
from ideaboard.screening.refusals import Unfit
from ideaboard.web.guards import public
from ideaboard.web.problems import Problem, WrongState
from ideaboard.web.rendering import fragment_or_redirect, render, wants_fragment


@bp.post("/i/<int:idea_id>/komentar")
@public
def create(idea_id: int) -> BaseResponse:
    """Publish a comment or a reply; a visitor is asked to sign in first and loses nothing."""
    form = CommentForm()
    try:
        idea = idea_or_404(idea_id, current_user)
    except NotFound:
        return _no_longer_there(idea_id, form)
    if not form.validate():
        return _refused(idea, form, 422)
    if not current_user.is_authenticated:
        return _ask_to_sign_in(idea, form)
    try:
        comment = _create(idea, form)
    except Unfit as unfit:
        unfit.show_on(form)
        return _refused(idea_or_404(idea_id, current_user), form, unfit.code)
    except Problem as problem:
        return _untaken(idea_id, form, problem)
    return _created(comment, form)


def _create(idea: Idea, form: CommentForm) -> Comment:
    key, as_is = form.idempotency_key.data, form.as_is.data
    return create_comment(idea, current_user, form.body.data, reply_to=form.reply_to.data, key=key, as_is=as_is)


def _created(comment: Comment, form: CommentForm) -> BaseResponse:
    idea = idea_or_404(comment.idea_id, current_user)  # Read again: the comment made our copy stale.
    line, to = line_of(comment.id), place_of(comment, idea.path)
    said = sent_message(comment)
    shown: dict[str, Any] = {
        "idea": idea,
        "line": line,
        "comment_form": CommentForm(formdata=None),
        "closed": "",
        "writing": True,
    }
    return fragment_or_redirect("comments/_created.html", to, message=said, **shown)


def _ask_to_sign_in(idea: Idea, form: CommentForm) -> Response:
    if reason := why_closed(idea.listed, idea.challenge):
        return _untaken(idea.id, form, WrongState(reason))
    if wants_fragment():  # Signed out meanwhile: the form comes back as a visitor's, which leads to signing in.
        form.form_errors.append(_("You are signed out. Your text is still here: send it again to sign in."))
        return _refused(idea, form, 409)
    return sign_in_page(pack(SEND_COMMENT, intent_of(idea, form)), next=f"{idea.path}#komentar")


def _refused(idea: Idea, form: CommentForm, status: int) -> Response:
    """Show the form again with what was typed: alone for htmx, with the conversation for a browser."""
    answered = form.reply_to.data
    if wants_fragment() and answered:
        return render("comments/_reply_form.html", status=status, form=form.under(answered), idea=idea)
    if answered:
        return _refused_reply(answered, form, status)
    if not wants_fragment():
        shown = {**conversation(idea, form=form), "closed": ""}  # The form says why, with the text in it.
        return render("comments/index.html", status=status, **shown, is_first=True)
    return render("comments/_form.html", status=status, comment_form=form, idea=idea, closed="", writing=True)


def _refused_reply(comment_id: int, form: CommentForm, status: int) -> Response:
    try:
        comment = comment_or_404(comment_id, current_user, or_its_place=True)
    except NotFound:
        return render("comments/untaken.html", status=status, form=form, action="")
    return show_thread(comment, form.under(comment_id), status)


def _untaken(idea_id: int, form: CommentForm, problem: Problem) -> Response:
    form.form_errors.append(str(problem.message))
    try:
        idea = idea_or_404(idea_id, current_user)  # A rollback let go of what the first one held.
    except NotFound:
        return _no_longer_there(idea_id, form)
    return _refused(idea, form, 409 if wants_fragment() else problem.code)


def _no_longer_there(idea_id: int, form: CommentForm) -> Response:
    """An idea that its author took back was public: say so and keep the text. What is hidden does not exist."""
    if not was_withdrawn(idea_id, current_user):
        abort(404)
    form.form_errors = [_("The author withdrew this idea, so comments are closed.")]
    page, part = "comments/untaken.html", "comments/_untaken.html"
    return render(page, part, status=409, form=form, action=url_for("comments.create", idea_id=idea_id))
