"""Handlers of the admin pages of legal orders."""

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.admin.blueprint import bp
from ideaboard.data.paging import Cursor
from ideaboard.moderation.orders import queries
from ideaboard.moderation.orders.forms import LiftForm, OrderForm
from ideaboard.moderation.orders.sealing import digest_of, open_copy
from ideaboard.moderation.orders.service import apply_order, lift_order, order_in_force
from ideaboard.moderation.places import places_of
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import render, see_other


@bp.get("/perintah")
def orders() -> Response:
    """The orders, the newest first, or only those in force."""
    in_force = request.args.get("saring") == "berlaku"
    found = queries.orders(Cursor.parse(request.args.get("setelah")), in_force=in_force)
    places = queries.places(found.items, current_user)
    return render("admin/orders/index.html", found=found, places=places, in_force=in_force)


@bp.get("/perintah/baru")
def new_order() -> Response:
    """Ask for an order."""
    asked = OrderForm(formdata=None, data={"address": request.args.get("pos", "")})
    return _show_form(asked.fill(current_user.zone))


@bp.post("/perintah/baru")
def enter_order() -> BaseResponse:
    """Show which post is meant, then carry the order out."""
    form = OrderForm()
    entered = form.entered(current_user.zone) if form.validate() else None
    if entered is None or form.post is None:
        return _show_form(form, 422)
    if form.confirmed.data != str(form.post.id):
        form.confirmed.data = str(form.post.id)
        return _show_form(form, asks=True)
    try:
        order = apply_order(form.post.id, entered, actor_id=current_user.id)
    except Problem as problem:
        form.form_errors.append(str(problem.message))
        return _show_form(form, problem.code)
    return see_other(url_for("admin.order", order_id=order.id), _("Done. Readers no longer see the post."))


@bp.get("/perintah/<int:order_id>")
def order(order_id: int) -> Response:
    """One order."""
    return _show(order_id, LiftForm(formdata=None))


@bp.post("/perintah/<int:order_id>/cabut")
def end_order(order_id: int) -> BaseResponse:
    """Lift an order: the post is again as it was."""
    queries.shown_or_404(order_id)
    form = LiftForm()
    if not form.validate():
        return _show(order_id, form, 422)
    try:
        lift_order(order_id, form.outcome.data or "", actor_id=current_user.id)
    except Problem as problem:
        form.form_errors.append(str(problem.message))
        return _show(order_id, form, problem.code)
    return see_other(url_for("admin.order", order_id=order_id), _("Lifted. The author is told."))


@bp.post("/perintah/<int:order_id>/salinan")
def sealed_copy(order_id: int) -> Response:
    """Open the sealed copy; that it was opened, and by whom, is written to the log."""
    shown = queries.shown_or_404(order_id)
    copy = open_copy(order_id, actor_id=current_user.id) or abort(404)
    is_whole = copy.digest == digest_of(copy)
    return render("admin/orders/copy.html", order=shown.order, copy=copy, is_whole=is_whole)


def _show(order_id: int, form: LiftForm, status: int = 200) -> Response:
    shown = queries.shown_or_404(order_id)
    place = queries.places([shown], current_user)[shown.order.post_id]
    return render("admin/orders/show.html", status=status, shown=shown, place=place, form=form)


def _show_form(form: OrderForm, status: int = 200, *, asks: bool = False) -> Response:
    post = form.post
    place = places_of([(post.id, post.kind)], current_user)[post.id] if post else None
    other = order_in_force(post.id) if post else None
    return render("admin/orders/new.html", status=status, form=form, post=post, place=place, other=other, asks=asks)
