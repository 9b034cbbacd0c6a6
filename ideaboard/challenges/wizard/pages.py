"""The pages of the wizard: what each shows around its form."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from ideaboard.businesses.sectors import SECTORS, Sector, sector_from_slug
from ideaboard.challenges.licences import LICENCES
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.promises import LEVELS
from ideaboard.challenges.queries import criteria_of, prizes_of
from ideaboard.challenges.wizard.clarity import check_clarity, may_publish
from ideaboard.challenges.wizard.cover import Cover, cover_of
from ideaboard.challenges.wizard.examples import example_for
from ideaboard.challenges.wizard.limits_form import LimitsForm, weights_sentence
from ideaboard.challenges.wizard.prizes import advice_on
from ideaboard.challenges.wizard.prizes_form import PrizesForm
from ideaboard.challenges.wizard.problem_form import ProblemForm
from ideaboard.challenges.wizard.queries import unfinished_of
from ideaboard.challenges.wizard.schedule_form import ScheduleForm
from ideaboard.challenges.wizard.step_form import StepForm
from ideaboard.challenges.wizard.waiting import why_it_waits
from ideaboard.posts.models import DRAFT
from ideaboard.web.rendering import render

FORMS: dict[int, type[StepForm]] = {
    form.number: form for form in (ProblemForm, LimitsForm, PrizesForm, ScheduleForm)
}
CHECK = 5


def show_step(
    challenge: Challenge | None,
    form: StepForm,
    status: int = 200,
    *,
    cover: Cover | None = None,
    theirs: Sequence[tuple[str, str]] = (),
    fragment: str | None = None,
) -> Response:
    """Show a step. `theirs` is what somebody else saved meanwhile, by label."""
    return render(
        "challenges/wizard/step.html",
        fragment,
        status,
        challenge=challenge,
        form=form,
        action=address(challenge, form.number),
        title=titles()[form.number],
        rail=rail(challenge, form.number),
        is_public=challenge is not None and challenge.status != DRAFT,
        theirs=theirs,
        cover=cover or Cover(),
        **_extras(challenge, form),
    )


def show_check(challenge: Challenge, status: int = 200, problem: str = "", *, token: str = "") -> Response:
    """Show what people will see, and what is still to be put right. `token` publishes the texts as they are."""
    criteria, prizes = criteria_of(challenge.id), prizes_of(challenge.id)
    checks = check_clarity(challenge, criteria, prizes, [int(number) for number in unfinished_of(challenge)])
    return render(
        "challenges/wizard/check.html",
        status=status,
        challenge=challenge,
        criteria=criteria,
        cover=cover_of(challenge).picture,
        prizes=prizes,
        checks=checks,
        is_ready=may_publish(checks),
        problem=problem,
        token=token,
        title=titles()[CHECK],
        rail=rail(challenge, CHECK),
        is_public=challenge.status != DRAFT,
        licence=LICENCES[challenge.licence],
        level=LEVELS[challenge.promise],
        waits=why_it_waits(challenge) if challenge.status == DRAFT else "",
    )


def asked_sector(default: str) -> Sector:
    """Return the sector whose example is asked for: by link, by the choice in the form, or the business's own."""
    asked = sector_from_slug(request.values.get("contoh")) or SECTORS.get(request.values.get("sector", ""))
    return asked or SECTORS[default]


def address(challenge: Challenge | None, number: int) -> str:
    """Return the address of a step."""
    if challenge is None:
        return url_for("challenges.new")
    return url_for("challenges.step", challenge_id=challenge.id, number=number)


def titles() -> dict[int, str]:
    """Return the question that each step asks."""
    return {
        1: _("What problem do you want to solve?"),
        2: _("What are the limits?"),
        3: _("Prize and rights"),
        4: _("Schedule and promise"),
        CHECK: _("Check and publish"),
    }


def rail(challenge: Challenge | None, current: int) -> list[dict[str, str]]:
    """Return the five steps; those that were reached are links."""
    names = (_("Problem"), _("Limits"), _("Prize"), _("Schedule"), _("Check"))
    reached = challenge.wizard_step if challenge else 1
    unfinished = unfinished_of(challenge) if challenge else {}
    found = []
    for number, name in enumerate(names, start=1):
        done = number < reached and str(number) not in unfinished
        state = "current" if number == current else "done" if done else "next"
        href = address(challenge, number) if challenge and number <= reached and number != current else ""
        found.append({"name": name, "state": state, "href": href})
    return found


def _extras(challenge: Challenge | None, form: StepForm) -> dict[str, Any]:
    if isinstance(form, ProblemForm):
        sector = asked_sector(form.sector.data if form.sector.data in SECTORS else "food")
        return {"sector": sector, "sectors": SECTORS.values(), "example": example_for(sector)}
    if isinstance(form, LimitsForm):
        return {"total": form.total, "sentence": weights_sentence(form.total)}
    if isinstance(form, PrizesForm) and challenge is not None:
        rights = {key: licence.rights_for(challenge.business.name) for key, licence in LICENCES.items()}
        return {"rights": rights, "advice": advice_on(form.prizes)}
    return {"sentences": {key: level.sentence for key, level in LEVELS.items()}}
