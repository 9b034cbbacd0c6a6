"""Handlers of the tab Kabar: read, write, edit and delete updates."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.challenges.blueprint import bp
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_or_404
from ideaboard.challenges.tab_routes import head_of
from ideaboard.challenges.updates.forms import UpdateForm
from ideaboard.challenges.updates.messages import sent_message
from ideaboard.challenges.updates.models import Update
from ideaboard.challenges.updates.queries import pictures_by_post, update_or_404, updates_of, waiting_updates
from ideaboard.challenges.updates.service import delete_update, edit_update, must_run, publish_update
from ideaboard.data.paging import Cursor, Page
from ideaboard.media.slots import Slots, read_slots, refuse, slots_of
from ideaboard.posts.messages import changed_message
from ideaboard.posts.models import PUBLISHED
from ideaboard.posts.service import StaleEdit, as_typed
from ideaboard.screening.refusals import Unfit
from ideaboard.web.bounds import takes_files
from ideaboard.web.guards import private
from ideaboard.web.problems import WrongState
from ideaboard.web.rendering import render, see_other


@bp.get("/t/<slug>/kabar")
def updates(slug: str) -> Response:
    """The news, newest first; the team finds the form for the next one on top."""
    challenge = challenge_or_404(slug, current_user)
    return _show_list(challenge, UpdateForm(formdata=None), Slots())


@bp.post("/t/<slug>/kabar")
@takes_files
def create_update(slug: str) -> BaseResponse:
    """Publish an update."""
    challenge, form = challenge_or_404(slug, current_user), UpdateForm()
    must_run(challenge, current_user)
    slots = read_slots(request.form, request.files, current_user.id, None)
    if not form.validate() or slots.problems:
        return _show_list(challenge, form, slots, refuse(form, slots))
    try:
        key, as_is = form.idempotency_key.data or "", form.as_is.data or ""
        ident = publish_update(challenge, current_user, form.body.data or "", slots.pictures, key, as_is=as_is)
    except Unfit as unfit:
        unfit.show_on(form)
        return _show_list(challenge_or_404(slug, current_user), form, slots, unfit.code)
    except WrongState as problem:  # A picture was used elsewhere meanwhile.
        form.form_errors.append(str(problem.message))
        return _show_list(challenge_or_404(slug, current_user), form, Slots(), problem.code)
    to = url_for("challenges.updates", slug=slug, _anchor=f"kabar-{ident}")
    return see_other(to, sent_message(update_or_404(challenge, ident, current_user)))


@bp.get("/t/<slug>/kabar/<int:update_id>")
def show_update(slug: str, update_id: int) -> Response:
    """One update by itself: what feeds and messages point at."""
    challenge = challenge_or_404(slug, current_user)
    post = update_or_404(challenge, update_id, current_user)
    return render("challenges/updates/show.html", update=post, **_list_context(challenge, Page([post], None)))


@bp.get("/t/<slug>/kabar/<int:update_id>/ubah")
@private
def edit_update_page(slug: str, update_id: int) -> Response:
    """The update in its form."""
    challenge, post = _own(slug, update_id)
    form = UpdateForm(formdata=None, data={**as_typed(post.id, {"body": post.source}), "version": post.version})
    return _show_edit(challenge, post, form, slots_of(post.id))


@bp.post("/t/<slug>/kabar/<int:update_id>/ubah")
@takes_files
def change_update(slug: str, update_id: int) -> BaseResponse:
    """Store an edit as a new version."""
    challenge, post = _own(slug, update_id)
    form, slots = UpdateForm(), read_slots(request.form, request.files, current_user.id, post.id)
    if not form.validate() or slots.problems:
        return _show_edit(challenge, post, form, slots, refuse(form, slots))
    try:
        _edit(challenge, post, form, slots)
    except StaleEdit as stale:
        return _show_both(slug, update_id, form, slots, stale)
    except Unfit as unfit:
        unfit.show_on(form)
        return _show_edit(*_own(slug, update_id), form, slots, unfit.code)
    to = url_for("challenges.show_update", slug=slug, update_id=update_id)
    return see_other(to, changed_message(post))


@bp.get("/t/<slug>/kabar/<int:update_id>/hapus")
@private
def ask_to_delete_update(slug: str, update_id: int) -> Response:
    """Ask whether the update shall really go."""
    challenge, post = _own(slug, update_id)
    return render("challenges/updates/delete.html", challenge=challenge, update=post)


@bp.post("/t/<slug>/kabar/<int:update_id>/hapus")
def destroy_update(slug: str, update_id: int) -> BaseResponse:
    """Take the update away."""
    challenge, post = _own(slug, update_id)
    delete_update(challenge, post, current_user)
    return see_other(url_for("challenges.updates", slug=slug), _("The update is deleted."))


def _edit(challenge: Challenge, post: Update, form: UpdateForm, slots: Slots) -> None:
    body, version, as_is = form.body.data or "", form.version.data or 0, form.as_is.data or ""
    edit_update(challenge, post, current_user, body, slots.pictures, base_version=version, as_is=as_is)


def _own(slug: str, update_id: int) -> tuple[Challenge, Update]:
    challenge = challenge_or_404(slug, current_user)
    post = update_or_404(challenge, update_id, current_user)
    must_run(challenge, current_user)
    return challenge, post


def _list_context(challenge: Challenge, page: Page[Update]) -> dict[str, Any]:
    more = url_for("challenges.updates", slug=challenge.slug, sesudah=str(page.next)) if page.next else None
    pictures = pictures_by_post(post.id for post in page.items)
    return {**head_of(challenge), "tab": "updates", "updates": page.items, "pictures": pictures, "more": more}


def _show_list(challenge: Challenge, form: UpdateForm, slots: Slots, status: int = 200) -> Response:
    cursor = Cursor.parse(request.args.get("sesudah"))
    context = _list_context(challenge, updates_of(challenge, cursor))
    manages = context["can_manage"] and cursor is None
    context["waiting"] = waiting_updates(challenge, current_user) if manages else []
    context["pictures"] |= pictures_by_post(post.id for post in context["waiting"])
    writes = manages and challenge.status == PUBLISHED
    page, part = "challenges/updates/index.html", "challenges/updates/_more.html"
    return render(page, part if cursor else None, status, form=form, slots=slots, may_write=writes, **context)


def _show_edit(
    challenge: Challenge, post: Update, form: UpdateForm, slots: Slots, status: int = 200, theirs: str = ""
) -> Response:
    context: dict[str, Any] = {"challenge": challenge, "update": post, "form": form, "slots": slots}
    return render("challenges/updates/edit.html", status=status, theirs=theirs, **context)


def _show_both(slug: str, update_id: int, form: UpdateForm, slots: Slots, stale: StaleEdit) -> Response:
    """Show the form with what was typed, and above it the text as it is now; saving again writes over that."""
    challenge, post = _own(slug, update_id)
    form.version.data = post.version
    return _show_edit(challenge, post, form, slots, 409, theirs=str(stale.current.get("body", "")))
