"""Handlers of opening a business and changing what it shows."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.businesses.blueprint import bp
from ideaboard.businesses.forms import BusinessForm, Profile
from ideaboard.businesses.logos import LogoChoice, read_logo
from ideaboard.businesses.models import Business
from ideaboard.businesses.queries import business_or_404
from ideaboard.businesses.sectors import SECTORS
from ideaboard.businesses.service import StaleBusiness, create_business, edit_business, must_create, must_edit
from ideaboard.web.bounds import takes_files
from ideaboard.web.guards import private, safe_next
from ideaboard.web.problems import WrongState
from ideaboard.web.rendering import render, see_other


@bp.get("/usaha/baru")
@private
def new() -> Response:
    """The form of a new business; `next` says where it leads."""
    must_create(current_user)
    first = {"city": current_user.city, "zone": current_user.zone, "next": request.args.get("next", "")}
    return _show_new(BusinessForm(formdata=None, **first), LogoChoice())


@bp.post("/usaha/baru")
@takes_files
def create() -> BaseResponse:
    """Open the business."""
    must_create(current_user)
    form, logo = BusinessForm(), read_logo(request.form, request.files, current_user.id)
    if not form.validate() or logo.problem:
        return _show_new(form, logo, 422)
    try:
        business = create_business(current_user, form.profile, logo)
    except WrongState as problem:  # Only the logo can be lost meanwhile.
        form.form_errors.append(str(problem.message))
        return _show_new(form, LogoChoice(), problem.code)
    to = safe_next(form.next.data) if form.next.data else url_for("businesses.show", slug=business.slug)
    return see_other(to, _("Your business is here now."))


@bp.get("/usaha/<slug>/ubah")
@private
def edit(slug: str) -> Response:
    """The form of a business as it is."""
    business = business_or_404(slug)
    must_edit(current_user, business)
    return _show_edit(business, BusinessForm(formdata=None, obj=business), LogoChoice())


@bp.post("/usaha/<slug>/ubah")
@takes_files
def update(slug: str) -> BaseResponse:
    """Store what was changed."""
    business = business_or_404(slug)
    must_edit(current_user, business)
    form, logo = BusinessForm(), read_logo(request.form, request.files, current_user.id)
    if not form.validate() or logo.problem:
        return _show_edit(business, form, logo, 422)
    try:
        edit_business(business, current_user, form.profile, logo, form.version.data or 0)
    except StaleBusiness as stale:
        return _show_both(slug, form, logo, stale)
    except WrongState as problem:
        form.form_errors.append(str(problem.message))
        return _show_edit(business_or_404(slug), form, LogoChoice(), problem.code)
    return see_other(url_for("businesses.show", slug=slug), _("Your changes are saved."))


def _show_both(slug: str, form: BusinessForm, logo: LogoChoice, stale: StaleBusiness) -> Response:
    """Show the form with what was typed, and beside it what is stored; saving again writes over that."""
    business = business_or_404(slug)
    form.version.data = business.version
    form.form_errors.append(str(stale.message))
    return _show_edit(business, form, logo, 409, theirs=Profile.of(business))


def _show_new(form: BusinessForm, logo: LogoChoice, status: int = 200) -> Response:
    return render("businesses/new.html", status=_code(logo, status), form=form, logo=logo, business=None)


def _show_edit(
    business: Business, form: BusinessForm, logo: LogoChoice, status: int = 200, theirs: Profile | None = None
) -> Response:
    context: dict[str, Any] = {
        "business": business,
        "form": form,
        "logo": logo,
        "theirs": theirs,
        "sectors": SECTORS,
    }
    return render("businesses/edit.html", status=_code(logo, status), **context)


def _code(logo: LogoChoice, status: int) -> int:
    return 413 if logo.is_too_large else status
