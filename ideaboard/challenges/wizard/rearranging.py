"""Buttons that change a form without saving it: one more prize, one less, a ready schedule, the sum."""

import re

from ideaboard.challenges.wizard.limits_form import LimitsForm
from ideaboard.challenges.wizard.prizes_form import PrizesForm
from ideaboard.challenges.wizard.schedule_form import ScheduleForm
from ideaboard.challenges.wizard.step_form import StepForm


def rearrange(form: StepForm, button: str) -> bool:
    """Do what the pressed button asks; say whether it was such a button."""
    word, _dash, number = button.partition("-")
    count = int(number) if re.fullmatch(r"[0-9]{1,2}", number) else 0
    if isinstance(form, PrizesForm) and word == "add":
        form.add_row()
    elif isinstance(form, PrizesForm) and word == "remove":
        form.remove_row(count)
    elif isinstance(form, ScheduleForm) and word == "days":
        form.use_template(count)
    else:
        return (isinstance(form, LimitsForm) and word == "sum") or (isinstance(form, PrizesForm) and word == "look")
    return True
