"""Handlers of /admin/saringan: what screening does, and at which points."""

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.admin.blueprint import bp
from ideaboard.admin.screening.learned import states
from ideaboard.admin.screening.points import KINDS, POINTS, choice_from, questions
from ideaboard.admin.screening.preview import effect_of
from ideaboard.screening.choices import choose, settings
from ideaboard.web.rendering import render, see_other


@bp.get("/saringan")
def screening() -> Response:
    """What is done from which point on; with moderation, what was caught and missed lately."""
    chosen = settings()
    asked = {kind: questions(kind, chosen.choices[kind]) for kind in KINDS}
    return render("admin/screening/index.html", kinds=KINDS, asked=asked)


@bp.get("/saringan/belajar")
def learned() -> Response:
    """What the models were taught, and whether they act."""
    return render("admin/screening/learned.html", states=states(), kinds=KINDS)


@bp.post("/saringan/titik/<kind>")
def change_points(kind: str) -> BaseResponse:
    """Show what other points would have done, or choose them."""
    choice = choice_from(kind, request.form) or abort(400)
    if request.form.get("do") != "save":
        effects = effect_of(kind, choice, settings())
        asked = questions(kind, choice)
        return render(
            "admin/screening/points.html", kind=kind, name=KINDS[kind], asked=asked, effects=effects, points=POINTS
        )
    choose(kind, choice, actor_id=current_user.id)
    return see_other(url_for("admin.screening"), _("Saved. It holds for everything that is written from now on."))
