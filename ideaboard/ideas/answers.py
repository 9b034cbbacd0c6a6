"""Answers that several handlers of ideas give: the two forms, and a text that could not be taken."""

from collections.abc import Mapping
from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideaboard.challenges.licences import LICENCES
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import criteria_of
from ideaboard.ideas.deadlines import why_closed
from ideaboard.ideas.drafts import drafts_of
from ideaboard.ideas.forms import DraftForm, EditForm, IdeaForm, IdeaText
from ideaboard.ideas.models import Idea
from ideaboard.ideas.similar import Found
from ideaboard.media.slots import Slots
from ideaboard.posts.models import HELD
from ideaboard.posts.policies import may_contribute
from ideaboard.posts.service import as_typed
from ideaboard.web.formats import long_date
from ideaboard.web.rendering import render


def show_new(
    challenge: Challenge,
    form: IdeaForm,
    slots: Slots,
    status: int = 200,
    *,
    theirs: Mapping[str, Any] | None = None,
    draft: Idea | None = None,
    similar: Found | None = None,
    kept: bool = False,
) -> Response:
    """Show the form of a new idea, or of a `draft`.

    `theirs` is the draft as another page saved it meanwhile, `similar` what to look at before it is sent.
    """
    return render(
        "ideas/new.html",
        status=status,
        challenge=challenge,
        form=form,
        slots=slots,
        theirs=IdeaText.of(theirs) if theirs else None,
        rights=LICENCES[challenge.licence].rights_for(challenge.business.name),
        criteria=criteria_of(challenge.id),
        drafts=[draft for draft in _own_drafts(challenge) if draft.idempotency_key != form.idempotency_key.data],
        may_add_pictures=may_contribute(current_user),
        saved_at=(draft.edited_at or draft.created_at) if draft else None,
        similar=similar,
        kept=kept,
    )


def show_edit(
    idea: Idea, form: EditForm, slots: Slots, status: int = 200, *, theirs: Mapping[str, Any] | None = None
) -> Response:
    """Show the form of an idea that is on the board. `theirs` is its text as another edit left it meanwhile."""
    seen = IdeaText.of(theirs) if theirs else None
    return render("ideas/edit.html", status=status, idea=idea, form=form, slots=slots, theirs=seen)


def show_untaken(
    challenge: Challenge,
    text: IdeaText,
    reason: object,
    status: int,
    *,
    draft: Idea | None = None,
    sent: Idea | None = None,
) -> Response:
    """Say why a text was not taken, and show it so that nothing typed is lost."""
    return render(
        "ideas/untaken.html",
        status=status,
        challenge=challenge,
        text=text,
        reason=str(reason),
        draft=draft,
        sent=sent,
        is_open=not why_closed(challenge),
    )


def fill(form: type[DraftForm], idea: Idea) -> Any:
    """Return a form filled with a draft or idea as it is stored."""
    columns = {"title": idea.title, "body": idea.source, "for_whom": idea.for_whom, "why": idea.why}
    columns = as_typed(idea.id, columns)
    return form(formdata=None, data={**columns, "version": idea.version, "idempotency_key": idea.idempotency_key})


def form_path(challenge: Challenge, draft: Idea | None = None) -> str:
    """Return the address of the form, opened with a draft."""
    return url_for("ideas.new", slug=challenge.slug, draf=draft.id if draft else None)


def sent_message(idea: Idea, challenge: Challenge) -> str:
    """Say that the idea was sent and by when the business answers, or that somebody reads it first."""
    if idea.status == HELD:
        return _("Your idea is saved. A moderator reads it first, usually within 4 hours.")
    if challenge.answers_due_on is None:
        return _("Idea sent.")
    return _("Idea sent. Answer due by %(date)s.", date=long_date(challenge.answers_due_on, challenge.zone))


def _own_drafts(challenge: Challenge) -> list[Idea]:
    return drafts_of(current_user.id, challenge.id) if current_user.is_authenticated else []
