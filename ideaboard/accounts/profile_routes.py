"""Handlers of the account page and of language, theme and data saver."""

from flask import Response, flash, url_for
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.forms import DisplayForm, ProfileForm
from ideaboard.accounts.profile import HandleTaken, Profile, change_profile, choose_display
from ideaboard.web.guards import open_to_silenced, private, public
from ideaboard.web.locale import asks_to_save_data, choose_theme, keep_display_cookie
from ideaboard.web.rendering import render, see_other


@bp.get("/akun")
@private
def profile() -> Response:
    """The account: what others see, and the way to everything else."""
    return _show(ProfileForm(formdata=None, person=current_user))


@bp.post("/akun")
def update_profile() -> BaseResponse:
    """Store name, handle, city and zone."""
    form = ProfileForm(person=current_user)
    if not form.validate():
        return _show(form, 422)
    wished = Profile(form.name.data, form.handle.data, form.city.data or "", form.zone.data)
    try:
        change_profile(current_user._get_current_object(), wished)
    except HandleTaken as taken:
        form.handle.errors = [str(taken.message)]
        return _show(form, 422)
    flash(_("Saved."), "done")
    return see_other(url_for("accounts.profile"))


@bp.get("/akun/tampilan")
def display() -> Response:
    """Language, theme and data saver, for visitors too."""
    form = DisplayForm(formdata=None, bahasa=get_locale().language, tema=choose_theme(), hemat=asks_to_save_data())
    return _show_display(form)


@bp.post("/akun/tampilan")
@open_to_silenced
@public
def update_display() -> BaseResponse:
    """Keep the choice with the account, and on this device."""
    form = DisplayForm()
    if not form.validate():
        return _show_display(form, 422)
    locale, theme = form.bahasa.data, form.tema.data
    if current_user.is_authenticated:
        choose_display(current_user._get_current_object(), locale, theme)
    with force_locale(locale):
        flash(_("Saved."), "done")
    response = see_other(url_for("accounts.display"))
    keep_display_cookie(response, "bahasa", locale)  # type: ignore[arg-type]
    keep_display_cookie(response, "tema", theme)  # type: ignore[arg-type]
    keep_display_cookie(response, "hemat", "1" if form.hemat.data else "0")  # type: ignore[arg-type]
    return response


def _show(form: ProfileForm, status: int = 200) -> Response:
    return render("accounts/profile.html", "accounts/_profile.html", status, form=form)


def _show_display(form: DisplayForm, status: int = 200) -> Response:
    return render("accounts/display.html", "accounts/_display.html", status, form=form)
