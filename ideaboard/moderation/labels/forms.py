"""The form of a label: claim, verdict, why, and one to five links of evidence."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.labels.models import LONGEST_RATIONALE, LONGEST_URL, MOST_LINKS, STANCES, TWO_PEOPLE
from ideaboard.moderation.labels.service import LabelText
from ideaboard.moderation.labels.wording import MEANINGS
from ideaboard.moderation.models import LABEL, LONGEST_FACTS, LONGEST_MESSAGE
from ideaboard.posts.labels import STANCE_NAMES
from ideaboard.screening.claims.models import LONGEST, VERDICTS
from ideaboard.screening.claims.service import tells_enough
from ideaboard.screening.claims.verdicts import LABELS
from ideaboard.web.forms import Form, Length, OneOf, Required, WebAddress, one_line

NUMBERS = range(1, MOST_LINKS + 1)


class SecureAddress:
    """An address that begins with https://, or none."""

    field_flags = {"maxlength": LONGEST_URL}  # noqa: RUF012  WTForms reads it from the class

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse every other scheme."""
        if not field.data:
            return
        Length(high=LONGEST_URL)(form, field)
        WebAddress()(form, field)
        if not field.data.lower().startswith("https://"):
            raise ValidationError(_l("Write the whole address, beginning with https://"))


class _LabelForm(Form):
    claim = TextAreaField(
        _l("The claim, as the post says it"), [Required(), Length(5, LONGEST)], filters=[one_line]
    )
    verdict = RadioField(_l("Verdict"), [Required(_l("Choose a verdict.")), OneOf(VERDICTS)], validate_choice=False)
    rationale = TextAreaField(_l("Why, in a few sentences"), [Required(), Length(10, LONGEST_RATIONALE)])
    message = TextAreaField(_l("Your words to the author (optional)"), validators=[Length(high=LONGEST_MESSAGE)])
    facts = TextAreaField(_l("What you saw, for moderators (optional)"), validators=[Length(high=LONGEST_FACTS)])
    version = IntegerField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])


def _with_links(form: type[_LabelForm]) -> type[_LabelForm]:
    """Give the form its rows of evidence."""
    for n in NUMBERS:
        setattr(form, f"url_{n}", StringField(_l("Link %(n)s", n=n), [SecureAddress()]))
        stance = SelectField(
            _l("What link %(n)s does", n=n), [OneOf(STANCES)], default=STANCES[0], validate_choice=False
        )
        setattr(form, f"stance_{n}", stance)
    return form


@_with_links
class LabelForm(_LabelForm):
    """A label. What two people decide must be a sentence by which copies can be recognised."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verdict.choices = [(code, str(LABELS[code])) for code in VERDICTS]
        for _url, stance in self.links:
            stance.choices = [(code, str(name)) for code, name in STANCE_NAMES.items()]
            stance.data = stance.data or STANCES[0]

    @property
    def links(self) -> list[tuple[Any, Any]]:
        """Return the rows of evidence: (address, stance)."""
        return [(self[f"url_{n}"], self[f"stance_{n}"]) for n in NUMBERS]

    @property
    def meanings(self) -> dict[str, str]:
        """Return what each verdict says, for its radio button."""
        return {code: str(sentence) for code, sentence in MEANINGS.items()}

    @property
    def text(self) -> LabelText:
        """Return the label once the form is fine; the same link twice is one."""
        given: dict[str, str] = {}
        for url, stance in self.links:
            if url.data:
                given.setdefault(url.data, stance.data)
        return LabelText(self.verdict.data, self.claim.data or "", self.rationale.data or "", tuple(given.items()))

    @property
    def chosen(self) -> Choice:
        """Return the decision, as judging takes it."""
        words = {"message": self.message.data or "", "facts": self.facts.data or ""}
        return Choice(LABEL, version=self.version.data or 0, extra={"label": self.text}, **words)

    def validate_url_1(self, field: Any) -> None:
        """At least one link is needed, in whichever row."""
        if not any(url.data for url, _stance in self.links):
            raise ValidationError(gettext("Add at least one link that shows it."))

    def validate_claim(self, field: Any) -> None:
        """A claim whose copies are to be recognised needs enough words of its own."""
        if self.verdict.data in TWO_PEOPLE and field.data and not tells_enough(field.data):
            raise ValidationError(
                gettext("This claim is too short to be recognised elsewhere. Write it as a whole sentence.")
            )
