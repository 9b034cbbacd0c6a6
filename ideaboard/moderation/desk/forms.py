"""A decision about one case or several, as it is sent; and the switch of the keys."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from ideaboard.moderation.desk.choices import MEASURES, OPTIONS, Option, asks_again, measure_of, options_of
from ideaboard.moderation.judging.choices import MEASURES_WITH, Choice
from ideaboard.moderation.models import LONGEST_FACTS, LONGEST_MESSAGE, SECOND, VOID
from ideaboard.moderation.reasons import REASONS
from ideaboard.web.forms import Form, Length, OneOf, Required

KEYS_ON, KEYS_ALT, KEYS_OFF = "nyala", "alt", "mati"


def _or_empty(value: Any) -> str:
    # A list that a case of this kind does not show is sent by no browser.
    return value or ""


class DecisionForm(Form):
    """What a moderator decides, why, and what the author is told besides. Nothing is preselected."""

    choice = RadioField(_l("Decision"), [Required(_l("Choose what to do."))], validate_choice=False)
    reason = SelectField(_l("Reason, sent to the author"), filters=[_or_empty], validate_choice=False)
    measure = SelectField(_l("Besides, for the account"), filters=[_or_empty], validate_choice=False)
    message = TextAreaField(_l("Your words to the author (optional)"), validators=[Length(high=LONGEST_MESSAGE)])
    facts = TextAreaField(_l("What you saw, for moderators (optional)"), validators=[Length(high=LONGEST_FACTS)])
    version = IntegerField(validators=[InputRequired(), NumberRange(0, 2**31 - 1)])
    sure = HiddenField(filters=[lambda value: (value or "")[:20]])  # what was asked for twice

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = options_of(kind)
        self.choice.choices = [(code, option.name) for code, option in self.options.items()]
        self.reason.choices = [
            ("", gettext("Choose a reason")),
            *((code, reason.name) for code, reason in REASONS.items()),
        ]
        self.measure.choices = [("", gettext("Nothing more")), *MEASURES.items()]
        self.must_confirm = ""  # what has to be sent a second time; kept in `sure` of the next form

    @property
    def option(self) -> Option | None:
        """Return the chosen option, or None."""
        return self.options.get(self.choice.data or "")

    @property
    def chosen(self) -> Choice:
        """Return what was chosen, as judging takes it."""
        option = self.option or OPTIONS[SECOND]
        measure = measure_of(option, self.measure.data or "")
        message, facts = self.message.data or "", self.facts.data or ""
        bare = Choice(option.action, "", measure, message, facts, self.version.data or 0)
        if option.action == VOID:
            return replace(bare, reason="votes")
        # A reason that was chosen before one changed one's mind is not told to anybody.
        return replace(bare, reason=self.reason.data or "") if bare.needs_reason else bare

    def validate_choice(self, field: Any) -> None:
        """Refuse what is not offered for this kind of case."""
        OneOf(self.options)(self, field)

    def validate_reason(self, field: Any) -> None:
        """A reason is needed for whatever changes something for the author."""
        if self.option and self.chosen.needs_reason and field.data not in REASONS:
            raise ValidationError(gettext("Choose a reason."))

    def validate_measure(self, field: Any) -> None:
        """Refuse what is not on the list, and what does not go together with the decision."""
        OneOf(("", *MEASURES))(self, field)
        if self.option and self.chosen.measure not in MEASURES_WITH[self.option.action]:
            raise ValidationError(gettext("This does not go together with the decision."))

    def is_sure(self, author_since: Any) -> bool:
        """Say whether this may be done at once; a weighty choice has to be sent twice, unchanged."""
        chosen = self.chosen
        mark = f"{chosen.action}:{chosen.measure}"
        if not asks_again(chosen.action, chosen.measure, author_since) or self.sure.data == mark:
            return True
        self.must_confirm = mark
        self.sure.data = mark
        return False


class KeysForm(Form):
    """Whether the keys act: at once, with Alt, or not at all."""

    keys = RadioField(_l("Keys"), [OneOf((KEYS_ON, KEYS_ALT, KEYS_OFF))], validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys.choices = [
            (KEYS_ON, gettext("On")),
            (KEYS_ALT, gettext("Only together with Alt")),
            (KEYS_OFF, gettext("Off")),
        ]
