"""A visitor's idea, done once they are signed in and confirmed: under the same rule as everybody's."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from ideaboard.accounts.intents import Outcome, register_intent
from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_or_404
from ideaboard.ideas.answers import form_path, sent_message
from ideaboard.ideas.drafts import AlreadySent, keep_anyway
from ideaboard.ideas.forms import IdeaForm, IdeaText, Origin
from ideaboard.ideas.service import send_idea
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import say_arrived

SEND_IDEA = "send_idea"


def intent_of(challenge: Challenge, form: IdeaForm) -> dict[str, Any]:
    """Return what a valid form of a visitor asks for, to be signed."""
    kept_as = request.form.get("keep", "")
    return {"slug": challenge.slug, "text": form.text.fields(), "key": form.origin.key, "keep": kept_as}


def carry_out(person: User, data: dict[str, Any]) -> Outcome:
    """Send the idea, or keep it as a draft and say why it could not be sent."""
    challenge = challenge_or_404(data["slug"], person)
    text, origin = IdeaText.of(data["text"]), Origin(data["key"])
    try:
        idea = send_idea(challenge, person, text, (), origin)
    except Problem as problem:
        return _keep(person, data["slug"], text, origin, problem)
    say_arrived(data.get("keep", ""))
    return Outcome(idea.path, sent_message(idea, challenge))


def describe(data: dict[str, Any]) -> str:
    """Say what will happen after signing in."""
    return _("Then your idea “%(title)s” is sent.", title=data["text"]["title"])


def _keep(person: User, slug: str, text: IdeaText, origin: Origin, problem: Problem) -> Outcome:
    challenge = challenge_or_404(slug, person)  # A rollback let go of what the first one held.
    own_key = Origin("") if isinstance(problem, AlreadySent) else origin
    draft = keep_anyway(challenge, person, text, (), own_key)
    kept = _("Your text is kept as a draft.") if draft else ""
    return Outcome(form_path(challenge, draft), f"{problem.message} {kept}".strip())


register_intent(SEND_IDEA, carry_out, describe=describe)
