"""Step 1: the problem, whom it asks, and for which business."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from ideaboard.businesses.models import Business
from ideaboard.businesses.sectors import SECTORS, sector_choices
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.wizard.step_form import StepForm, whole_number
from ideaboard.web.forms import CreateForm, Length, OneOf, Required, one_line

TITLE, BRIEF, PROBLEM, GOOD_EXAMPLE, NOTE = (8, 80), (40, 8000), 2000, 1000, 120
AUDIENCES = {
    "anyone": _l("Anyone"),
    "city": _l("People of one city"),
    "group": _l("People of one community"),
}


class ProblemForm(StepForm, CreateForm):
    """What the business asks. The cover picture is read beside it (cover.py)."""

    number = 1
    template = "challenges/wizard/_problem.html"
    frozen = ("sector", "city", "audience", "audience_note")
    answers = {"audience": AUDIENCES}  # noqa: RUF012  The base says that it is the class's.

    business = SelectField(_l("Business"), coerce=whole_number, validate_choice=False)
    title = StringField(_l("Title of the challenge"), [Required(), Length(*TITLE)], filters=[one_line])
    sector = SelectField(_l("Sector"), [OneOf(SECTORS)], validate_choice=False)
    city = StringField(_l("City"), [Length(0, 60)], filters=[one_line])
    brief = TextAreaField(_l("Tell about your product and what you are looking for"), [Required(), Length(*BRIEF)])
    problem = TextAreaField(_l("What goes wrong now?"), [Required(), Length(0, PROBLEM)])
    good_example = TextAreaField(_l("What does a good idea look like?"), [Required(), Length(0, GOOD_EXAMPLE)])
    audience = RadioField(_l("Who may join?"), [OneOf(AUDIENCES)], default="anyone", validate_choice=False)
    audience_note = StringField(_l("Which city or community?"), [Length(0, NOTE)], filters=[one_line])

    def validate_audience_note(self, field: Any) -> None:
        """A narrowed call must say to whom."""
        if self.audience.data in ("city", "group") and not field.data:
            raise ValidationError(_l("Write which city or community may join."))

    def validate_business(self, field: Any) -> None:
        """Only a business that this person runs; the list was made for them."""
        if field.choices and field.data not in {key for key, _name in field.choices}:
            raise ValidationError(_l("Choose one of your businesses."))

    def offer(self, businesses: list[Business]) -> "ProblemForm":
        """Ask for the business only when there are several. Returns itself."""
        self.sector.choices = sector_choices()
        self.business.choices = [(business.id, business.name) for business in businesses]
        if len(businesses) == 1:
            self.business.data = businesses[0].id
        return self

    def fit(self, challenge: Challenge) -> None:
        """The business of a challenge is settled from the start."""
        self.offer([challenge.business])
        super().fit(challenge)

    @classmethod
    def values(cls, challenge: Challenge) -> dict[str, Any]:
        """Read the columns."""
        names = ("title", "sector", "city", "problem", "good_example", "audience", "audience_note")
        columns = {name: getattr(challenge, name) for name in names}
        return {**columns, "brief": challenge.source, "business": challenge.business_id}

    def texts(self) -> dict[str, str]:
        """Return the texts that a version keeps."""
        names = ("title", "problem", "good_example")
        return {"body": self.brief.data or "", **{name: self[name].data or "" for name in names}}

    def apply(self, challenge: Challenge) -> None:
        """Fill the columns; what is still empty gets what the business says of itself."""
        for name in ("title", "problem", "good_example"):
            setattr(challenge, name, self[name].data or "")
        business = challenge.business
        challenge.sector = self.sector.data if self.sector.data in SECTORS else business.sector
        challenge.city, challenge.zone = self.city.data or business.city, business.zone
        challenge.audience = self.audience.data if self.audience.data in AUDIENCES else "anyone"
        challenge.audience_note = (self.audience_note.data or "") if challenge.audience != "anyone" else ""
