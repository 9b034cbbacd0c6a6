"""Handlers of what an author reads of an order about their post, and of their objection."""

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.orders import queries
from ideaboard.moderation.orders.forms import ObjectionForm
from ideaboard.moderation.orders.service import object_to
from ideaboard.web.guards import open_to_silenced, private
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import render, see_other


@bp.get("/akun/perintah/<int:order_id>")
@private
def ordered(order_id: int) -> Response:
    """Which order hides one's post, on what ground, and how to object."""
    return _show(order_id, ObjectionForm(formdata=None))


@bp.post("/akun/perintah/<int:order_id>")
@open_to_silenced
def object_to_order(order_id: int) -> BaseResponse:
    """Take down what the author says against it."""
    queries.own_or_404(order_id, current_user)
    form = ObjectionForm()
    if not form.validate():
        return _show(order_id, form, 422)
    try:
        object_to(order_id, current_user, form.objection.data or "")
    except Problem as problem:
        form.form_errors.append(str(problem.message))
        return _show(order_id, form, problem.code)
    return see_other(
        f"/akun/perintah/{order_id}", _("Thank you. An admin reads it. You are told when the order is lifted.")
    )


def _show(order_id: int, form: ObjectionForm, status: int = 200) -> Response:
    shown = queries.own_or_404(order_id, current_user)
    place = queries.places([shown], current_user)[shown.order.post_id]
    return render("moderation/orders/told.html", status=status, order=shown.order, place=place, form=form)
