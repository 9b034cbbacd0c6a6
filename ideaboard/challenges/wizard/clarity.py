"""Is the challenge clear enough to be published? Each answer names the step where it is put right."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from ideaboard.challenges.models import Challenge, Criterion, Prize
from ideaboard.challenges.wizard.limits_form import ROWS, WHOLE, lines_of, weights_sentence
from ideaboard.challenges.wizard.problem_form import BRIEF, TITLE
from ideaboard.challenges.wizard.schedule import Schedule, problems_of, today_in

OK, ADVICE, MUST = "ok", "advice", "must"
LONG_ENOUGH = 150  # letters of a brief that says what people need to know


@dataclass(frozen=True)
class Check:
    """One line of the list."""

    state: str
    text: str
    step: int


def check_clarity(
    challenge: Challenge,
    criteria: Sequence[Criterion],
    prizes: Sequence[Prize],
    unfinished: Collection[int] = (),
) -> list[Check]:
    """Return every check in the order of the steps. `unfinished` are steps kept by "Save for now"."""
    steps = [_unfinished(step) for step in sorted(unfinished)]
    found = [_brief(challenge), _number(challenge), _example(challenge), _limits(challenge), _criteria(criteria)]
    return [*steps, *found, _prizes(challenge, prizes), _schedule(challenge)]


def may_publish(checks: Sequence[Check]) -> bool:
    """Say whether nothing is left that must be put right."""
    return all(check.state != MUST for check in checks)


def _unfinished(step: int) -> Check:
    return Check(MUST, _("Step %(n)s is saved but not finished.", n=step), step)


def _brief(challenge: Challenge) -> Check:
    if len(challenge.title) < TITLE[0] or len(challenge.source) < BRIEF[0] or not challenge.problem:
        return Check(MUST, _("Title, brief and problem are not complete yet."), 1)
    if len(challenge.source) < LONG_ENOUGH:
        return Check(ADVICE, _("The brief is short. Say what you make, for whom, and since when."), 1)
    return Check(OK, _("The brief says what you are looking for."), 1)


def _number(challenge: Challenge) -> Check:
    if re.search(r"\d", challenge.problem):
        return Check(OK, _("The problem has a number."), 1)
    return Check(ADVICE, _("Put a number into the problem, for example how much you sell now."), 1)


def _example(challenge: Challenge) -> Check:
    if challenge.good_example:
        return Check(OK, _("You say what a good idea looks like."), 1)
    return Check(MUST, _("Say what a good idea looks like."), 1)


def _limits(challenge: Challenge) -> Check:
    if lines_of(challenge.limits):
        return Check(OK, _("The limits are clear."), 2)
    return Check(MUST, _("Write at least one limit."), 2)


def _criteria(criteria: Sequence[Criterion]) -> Check:
    total = sum(criterion.weight for criterion in criteria)
    if not 3 <= len(criteria) <= len(ROWS):
        return Check(MUST, _("Ideas need three or four criteria."), 2)
    if total != WHOLE:
        return Check(MUST, weights_sentence(total), 2)
    return Check(OK, _("The criteria add to 100."), 2)


def _prizes(challenge: Challenge, prizes: Sequence[Prize]) -> Check:
    if not prizes:
        return Check(MUST, _("Name at least one prize."), 3)
    if challenge.prize_due_on is None:
        return Check(MUST, _("Choose the date by which the prizes are paid."), 3)
    if challenge.prize_due_on < today_in(challenge.zone):
        return Check(MUST, _("The date by which the prizes are paid is past."), 3)
    return Check(OK, _("Prize and payment date are set."), 3)


def _schedule(challenge: Challenge) -> Check:
    plan = Schedule.of(challenge)
    if plan is None:
        return Check(MUST, _("The schedule is not complete yet."), 4)
    problems = list(problems_of(plan).values())
    return (
        Check(MUST, problems[0], 4) if problems else Check(OK, _("The dates follow each other and lie ahead."), 4)
    )
