"""Handlers of one's own comment: edit it, delete it."""

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.comments.blueprint import bp
from ideaboard.comments.forms import CommentEditForm, CommentForm
from ideaboard.comments.models import Comment
from ideaboard.comments.queries import comment_or_404
from ideaboard.comments.service import delete_comment, edit_comment, must_be_changeable, must_be_own
from ideaboard.posts.messages import changed_message
from ideaboard.posts.models import WITHDRAWN
from ideaboard.posts.service import StaleEdit, as_typed
from ideaboard.screening.refusals import Unfit
from ideaboard.web.guards import private
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import render, see_other


@bp.get("/k/<int:comment_id>/ubah")
@private
def edit(comment_id: int) -> Response:
    """Open the comment for its author."""
    comment = comment_or_404(comment_id, current_user)
    must_be_changeable(comment, current_user)
    typed = as_typed(comment.id, {"body": comment.source})
    return _show(comment, CommentEditForm(formdata=None, data={**typed, "version": comment.version}))


@bp.post("/k/<int:comment_id>/ubah")
def update(comment_id: int) -> BaseResponse:
    """Store an edit as a new version."""
    comment, form = comment_or_404(comment_id, current_user), CommentEditForm()
    if not form.validate():
        return _show(comment, form, 422)
    try:
        edit_comment(comment, current_user, form.body.data, base_version=form.version.data, as_is=form.as_is.data)
    except StaleEdit as stale:
        return _show_both(comment_id, form, stale)
    except Unfit as unfit:
        unfit.show_on(form)
        return _show(comment_or_404(comment_id, current_user), form, unfit.code)
    except Problem as problem:
        form.form_errors.append(str(problem.message))
        return _show(comment_or_404(comment_id, current_user), form, problem.code)
    return see_other(f"/k/{comment_id}#k-{comment_id}", changed_message(comment))


@bp.get("/k/<int:comment_id>/hapus")
@private
def ask_to_delete(comment_id: int) -> BaseResponse:
    """Ask whether the comment shall really go."""
    comment = comment_or_404(comment_id, current_user)
    must_be_own(comment, current_user)
    if comment.status == WITHDRAWN:
        return see_other(f"{comment.idea.path}#komentar")
    return render("comments/delete.html", comment=comment)


@bp.post("/k/<int:comment_id>/hapus")
def destroy(comment_id: int) -> BaseResponse:
    """Take the comment back."""
    comment = comment_or_404(comment_id, current_user)
    to = f"{comment.idea.path}#komentar"
    delete_comment(comment, current_user)
    return see_other(to, _("Your comment is deleted."))


def _show(comment: Comment, form: CommentForm, status: int = 200, *, theirs: str = "") -> Response:
    return render("comments/edit.html", status=status, comment=comment, form=form, theirs=theirs)


def _show_both(comment_id: int, form: CommentForm, stale: StaleEdit) -> Response:
    """Show the form with what was typed, and beside it the text as it is now; saving again writes over that."""
    comment = comment_or_404(comment_id, current_user)
    form.version.data = comment.version
    return _show(comment, form, 409, theirs=stale.current.get("body", ""))
