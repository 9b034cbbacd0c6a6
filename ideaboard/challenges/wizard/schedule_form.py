"""Step 4: from when to when, by which rule people support, and what the business promises."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.widgets import DateInput

from ideaboard.challenges.models import FAIR, OPEN, Challenge
from ideaboard.challenges.promises import LEVELS
from ideaboard.challenges.wizard import schedule
from ideaboard.challenges.wizard.schedule import EVENING, Schedule, day_and_hour, day_of, hour_of, moment_of
from ideaboard.challenges.wizard.step_form import StepForm
from ideaboard.data.clock import now
from ideaboard.posts.models import DRAFT
from ideaboard.web.forms import Length, OneOf

NOW, LATER = "now", "later"
STARTS = {NOW: _l("As soon as I publish it"), LATER: _l("On a day that I choose")}
RULES = {OPEN: _l("Open: one support for every idea they like"), FAIR: _l("Fair: five supports for the best ideas")}
CLOSINGS = ("ideas_close_on", "ideas_close_time", "support_close_on", "support_close_time")


class ScheduleForm(StepForm):
    """The schedule in the business's zone, and the promise."""

    number = 4
    template = "challenges/wizard/_schedule.html"
    frozen = ("opens", "opens_on", "opens_time", "support_rule", "promise")
    answers = {  # noqa: RUF012  The base says that it is the class's.
        "opens": STARTS,
        "support_rule": RULES,
        "promise": {key: level.name for key, level in LEVELS.items()},
    }

    opens = RadioField(_l("When does it open?"), [OneOf(STARTS)], validate_choice=False)
    opens_on = StringField(_l("Opening day"), widget=DateInput())
    opens_time = StringField(_l("Opening hour"), [Length(0, 5)], default="08.00")
    support_rule = RadioField(_l("How do people support ideas?"), [OneOf(RULES)], validate_choice=False)
    ideas_close_on = StringField(_l("Ideas close on"), widget=DateInput())
    ideas_close_time = StringField(_l("Hour ideas close"), [Length(0, 5)], default=EVENING)
    support_close_on = StringField(_l("Support closes on (fair only)"), widget=DateInput())
    support_close_time = StringField(_l("Hour support closes"), [Length(0, 5)], default=EVENING)
    answers_due_on = StringField(_l("You answer every idea by"), widget=DateInput())
    promise = RadioField(
        _l("What do you promise?"),
        [OneOf(LEVELS)],
        default="consult",
        validate_choice=False,
    )
    promise_text = TextAreaField(_l("In your own words (optional)"), [Length(0, 400)])
    _challenge: Challenge

    def fit(self, challenge: Challenge) -> None:
        """In public only closings that still lie ahead can change."""
        super().fit(challenge)
        self._challenge = challenge
        if challenge.status == DRAFT:
            return
        stored = self.values(challenge)
        closed = challenge.ideas_close_at is not None and challenge.ideas_close_at <= now()
        self.settle(CLOSINGS[:2] if closed else (), stored)
        self.settle(() if challenge.is_fair else CLOSINGS[2:], stored)

    def use_template(self, days: int) -> None:
        """Fill the dates of a schedule of 7, 14 or 21 days from the opening."""
        if days not in schedule.LENGTHS or self._challenge.status != DRAFT:
            return
        later = day_of(self.opens_on.data) if self.opens.data == LATER else None
        first = later or schedule.today_in(self._challenge.zone)
        dates = schedule.template_dates(days, first, self.support_rule.data == FAIR)
        for name, text in dates.items():
            self[name].data = text

    @property
    def is_public(self) -> bool:
        """Say whether people rely on this schedule already."""
        return self._challenge.status != DRAFT

    def plan(self) -> Schedule | None:
        """Read the schedule; None, with sentences at the fields, when a part of it cannot be read."""
        fair, zone = self.support_rule.data == FAIR, self._challenge.zone
        later = self.opens.data == LATER
        opens = self._moment("opens") if later else None
        ideas = self._moment("ideas_close")
        support = self._moment("support_close") if fair else ideas
        due = day_of(self.answers_due_on.data)
        if due is None:
            self.answers_due_on.errors = [_("Choose a day.")]
        if ideas is None or support is None or due is None or (later and opens is None):
            return None
        return Schedule(zone, opens, ideas, support, due, self._challenge.prize_due_on, fair)

    def _moment(self, name: str) -> Any:
        day, hour = self[f"{name}_on"], self[f"{name}_time"]
        moment = moment_of(day_of(day.data), hour_of(hour.data), self._challenge.zone)
        if day_of(day.data) is None:
            day.errors = [_("Choose a day.")]
        elif hour_of(hour.data) is None:
            hour.errors = [_("Write the hour like 20.00.")]
        elif moment is None:
            day.errors = [_("Choose a day.")]
        return moment

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that the dates follow each other, and that nothing public moves forward."""
        fine = super().validate(extra_validators)
        plan = self.plan()
        if plan is None:
            return False
        problems = schedule.problems_of(plan, is_public=self.is_public)
        problems |= self._moved_forward(plan) if self.is_public else {}
        for name, sentence in problems.items():
            self[name].errors = [sentence]
        return fine and not problems

    def _moved_forward(self, plan: Schedule) -> dict[str, str]:
        stored = Schedule.of(self._challenge)
        if stored is None:
            return {}
        found = {}
        for name in ("ideas_close", "support_close"):
            before, after = getattr(stored, f"{name}_at"), getattr(plan, f"{name}_at")
            if after < before and (plan.is_fair or name == "ideas_close"):
                found[f"{name}_on"] = _("People count on this date. It can only move later.")
        if plan.answers_due_on < stored.answers_due_on:
            found["answers_due_on"] = _("People count on this date. It can only move later.")
        elif plan.answers_due_on > stored.answers_due_on and plan.support_close_at <= stored.support_close_at:
            found["answers_due_on"] = _("Answers can only move later together with the closing.")
        return found

    def meaning(self) -> Any:
        """What is stored of a whole step."""
        return self.plan() or self.typed(), self.promise.data, self.promise_text.data or ""

    @classmethod
    def values(cls, challenge: Challenge) -> dict[str, Any]:
        """Read the columns; what was never filled in gets the advised start."""
        zone, due = challenge.zone, challenge.answers_due_on
        if challenge.ideas_close_at is None:
            rule = FAIR if challenge.prize_headline else OPEN
            dates = schedule.template_dates(schedule.USUAL, schedule.today_in(zone), rule == FAIR)
            return {**dates, "opens": NOW, "support_rule": rule, "promise": challenge.promise}
        support = challenge.support_close_at if challenge.is_fair else None
        found = {"opens": LATER if challenge.opens_at else NOW, "answers_due_on": due.isoformat() if due else ""}
        for name, moment in (
            ("opens", challenge.opens_at),
            ("ideas_close", challenge.ideas_close_at),
            ("support_close", support),
        ):
            if moment:
                found[f"{name}_on"], found[f"{name}_time"] = day_and_hour(moment, zone)
        words = {name: getattr(challenge, name) for name in ("support_rule", "promise", "promise_text")}
        return {**found, **words}

    def texts(self) -> dict[str, str]:
        """Return the text that a version keeps."""
        return {"promise_text": self.promise_text.data or ""}

    def apply(self, challenge: Challenge) -> None:
        """Write schedule and promise; a running challenge keeps the moment it opened at."""
        plan = self.plan()
        if plan is None:
            raise RuntimeError("only a valid schedule is stored")
        if not self.is_public:
            challenge.opens_at, challenge.support_rule = plan.opens_at, self.support_rule.data
            challenge.promise = self.promise.data
        challenge.ideas_close_at, challenge.support_close_at = plan.ideas_close_at, plan.support_close_at
        challenge.answers_due_on = plan.answers_due_on
        challenge.promise_text = self.promise_text.data or ""
