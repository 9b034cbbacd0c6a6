"""Handlers of one's own data: a copy of it, what one agreed to, mails that one wants."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.consents import agree_to_terms, choose_answer_mails, consents_of, is_asked_to_agree
from ideaboard.accounts.forms import ClosingForm
from ideaboard.accounts.pages import go_on, refusal
from ideaboard.accounts.privacy.queries import copies_of, ready_copy_or_404
from ideaboard.accounts.privacy.service import ask_for_copy, copies
from ideaboard.accounts.sign_in import continue_with
from ideaboard.web.guards import open_to_silenced, private, safe_next
from ideaboard.web.rendering import render, see_other


@bp.get("/akun/data")
@private
def own_data() -> Response:
    """What one can do with one's own data."""
    return _show(ClosingForm(formdata=None))


@bp.post("/akun/data")
@open_to_silenced
def ask_for_data() -> BaseResponse:
    """Have a copy made, with the password typed once more."""
    form, person = ClosingForm(), current_user._get_current_object()
    if person.password_hash and not form.validate():
        return _show(form, 422)
    if refused := refusal(form, _show, lambda: ask_for_copy(person, form.current_password.data)):
        return refused
    flash(_("Your copy is being made. We tell you when it is ready, usually within a minute."), "done")
    return see_other(url_for("accounts.own_data"))


@bp.get("/akun/data/<int:export_id>")
@private
def download(export_id: int) -> Response:
    """Hand out a copy, to nobody but the person themselves, while it is there."""
    export = ready_copy_or_404(export_id, current_user)
    response = Response(copies().open(export.file), mimetype="application/zip")
    name = f"ideaboard-{export.asked_at:%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/akun/data/surat")
@open_to_silenced
def choose_mails() -> BaseResponse:
    """Take agreement to mails about answers back, or give it again: one press each."""
    wanted = request.form.get("mails") == "on"
    choose_answer_mails(current_user.id, wanted)
    flash(_("We mail you when somebody answers.") if wanted else _("No more mails about answers."), "done")
    return see_other(url_for("accounts.own_data") + "#mails")


@bp.get("/akun/persetujuan")
@private
def agreement() -> Response:
    """Show the rules as they are now, and ask who has not agreed to them; one may also leave."""
    asked = is_asked_to_agree(current_user._get_current_object())
    return render("accounts/privacy/agreement.html", next=safe_next(request.args.get("next")), asked=asked)


@bp.post("/akun/persetujuan")
@open_to_silenced
def agree() -> BaseResponse:
    """Record it, and go on with what was about to be done."""
    person = current_user._get_current_object()
    agree_to_terms(person)
    flash(_("Thank you. Everything is open to you again."), "done")
    return go_on(continue_with(person, None), request.form.get("next", "/"))


def _show(form: ClosingForm, status: int = 200) -> Response:
    lists: dict[str, Any] = {"copies": copies_of(current_user), "consents": consents_of(current_user.id)}
    return render("accounts/privacy/data.html", status=status, form=form, **lists)
