"""How an appeal is decided, as it is sent: the decision stands, a milder one takes its place, or it never was."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from ideaboard.moderation.appeals.deciding import Ruling
from ideaboard.moderation.appeals.models import CHANGED, LONGEST_ANSWER, OVERTURNED, UPHELD
from ideaboard.moderation.appeals.policies import is_milder, milder_actions, milder_measures
from ideaboard.moderation.desk.choices import MEASURES, OPTIONS
from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.models import SUSPEND, Decision
from ideaboard.web.forms import Form, Length, OneOf, Required

OUTCOMES = {
    UPHELD: _l("The decision stands"),
    CHANGED: _l("Something milder"),
    OVERTURNED: _l("The decision was wrong: take it back"),
}
_MEASURES = {"": _l("Nothing more"), **MEASURES, SUSPEND: _l("Suspend")}


class RulingForm(Form):
    """The outcome of an appeal, with the reason that the author reads."""

    outcome = RadioField(_l("Outcome"), [Required(_l("Choose an outcome."))], validate_choice=False)
    action = SelectField(_l("Instead, for the post"), validate_choice=False)
    measure = SelectField(_l("Instead, for the account"), validate_choice=False)
    answer = TextAreaField(_l("Why, for the author"), [Required(), Length(high=LONGEST_ANSWER)])

    def __init__(self, decision: Decision, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision
        actions, measures = milder_actions(decision), milder_measures(decision)
        self.outcome.choices = [(code, name) for code, name in OUTCOMES.items() if code != CHANGED or actions]
        self.action.choices = [("", gettext("Choose")), *((code, OPTIONS[code].name) for code in actions)]
        self.measure.choices = [(code, _MEASURES[code]) for code in measures]

    @property
    def ruling(self) -> Ruling:
        """Return what was chosen, as appeals take it."""
        answer = self.answer.data or ""
        if self.outcome.data != CHANGED:
            return Ruling(self.outcome.data or "", answer)
        return Ruling(CHANGED, answer, self.action.data or "", self.measure.data or "")

    def validate_outcome(self, field: Any) -> None:
        """Refuse what is not offered."""
        OneOf(OUTCOMES)(self, field)

    def validate_action(self, field: Any) -> None:
        """What takes the decision's place has to be milder than it."""
        chosen = Choice(field.data or "", measure=self.measure.data or "")
        if self.outcome.data == CHANGED and not is_milder(self.decision, chosen):
            said = gettext("Choose something milder than what was decided. Nobody loses by an appeal.")
            raise ValidationError(said)
