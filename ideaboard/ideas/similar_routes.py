"""Similar ideas: shown beside the form while it is filled in, and once more before a very similar one is sent."""

from flask import Response, request
from flask_login import current_user

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_or_404
from ideaboard.ideas.answers import show_new
from ideaboard.ideas.blueprint import bp
from ideaboard.ideas.drafts import keep_anyway
from ideaboard.ideas.forms import IdeaForm, whole_number
from ideaboard.ideas.similar import similar_to
from ideaboard.media.slots import Slots
from ideaboard.web.guards import open_to_silenced, public
from ideaboard.web.limits import PREVIEW, limited_as
from ideaboard.web.rendering import render


@bp.post("/t/<slug>/ide/mirip")
@public
@open_to_silenced
@limited_as(PREVIEW)
def similar(slug: str) -> Response:
    """Show what is like the text so far. It only reads; a POST because a text does not fit an address."""
    challenge = challenge_or_404(slug, current_user)
    return render("ideas/_similar_answer.html", similar=similar_to(IdeaForm().text, challenge.id))


def ask_first(challenge: Challenge, form: IdeaForm, slots: Slots) -> Response | None:
    """Return the page that asks to look at an idea very like this one; None when there is none, it was
    seen beside the form, or the idea is to be sent anyway.

    The text of a member is kept as a draft meanwhile, with its pictures and under the key of the same form.
    """
    if request.form.get("anyway"):
        return None
    found = similar_to(form.text, challenge.id)
    if not found.asks([whole_number(each) for each in request.form.getlist("seen")]):
        return None
    draft = None
    if current_user.is_authenticated:
        draft = keep_anyway(challenge, current_user, form.text, slots.pictures, form.origin)
    if draft is not None:
        form.version.data = draft.version
    return show_new(challenge, form, slots, similar=found, kept=draft is not None)
