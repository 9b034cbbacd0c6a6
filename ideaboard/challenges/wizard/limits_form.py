"""Step 2: what an idea must keep to, and by what it is judged."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from ideaboard.challenges.models import Challenge, Criterion
from ideaboard.challenges.queries import criteria_of
from ideaboard.challenges.wizard.step_form import StepForm
from ideaboard.extensions import db
from ideaboard.posts.models import DRAFT
from ideaboard.web.forms import Length, Required, one_line

LINES, LINE = 12, 160
ROWS = (1, 2, 3, 4)
LEAST, WHOLE = 3, 100
CRITERIA = tuple(f"{part}_{n}" for n in ROWS for part in ("name", "weight"))


def weight_of(text: Any) -> int | None:
    """Read a weight from 1 to 100 as typed; None for anything else."""
    text = str(text or "").strip().removesuffix("%").strip()
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    return number if 1 <= number <= WHOLE else None


def weights_sentence(total: int) -> str:
    """Say what the weights add up to and what is missing."""
    if total == WHOLE:
        return _("Exactly 100.")
    if total < WHOLE:
        return _("Weights add to %(n)s. Add %(more)s.", n=total, more=WHOLE - total)
    return _("Weights add to %(n)s. Take away %(less)s.", n=total, less=total - WHOLE)


def lines_of(text: str | None) -> list[str]:
    """Return the limits: one a line, without blank ones and without the marks of a list."""
    lines = (line.strip().lstrip("-*•").strip() for line in (text or "").splitlines())
    return [line for line in lines if line]


class LimitsForm(StepForm):
    """Limits, one a line, and three or four weighted criteria."""

    number = 2
    template = "challenges/wizard/_limits.html"
    frozen = CRITERIA

    limits = TextAreaField(_l("Limits, one a line"), [Required(), Length(0, LINES * (LINE + 4))])

    def validate_limits(self, field: Any) -> None:
        """Few enough to read, short enough to remember."""
        lines = lines_of(field.data)
        if len(lines) > LINES:
            raise ValidationError(_("%(n)s limits are too many. At most %(max)s.", n=len(lines), max=LINES))
        for number, line in enumerate(lines, start=1):
            if len(line) > LINE:
                raise ValidationError(
                    _("Line %(n)s is too long by %(over)s letters.", n=number, over=len(line) - LINE)
                )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the criteria as a whole too."""
        fine = super().validate(extra_validators)
        if self.is_settled:
            return fine
        problems = [self._check_row(n) for n in ROWS]
        return not any(problems) and self._check_sum() and fine

    @property
    def is_settled(self) -> bool:
        """Say whether the criteria can no longer change."""
        return bool(self["name_1"].render_kw)

    @property
    def criteria(self) -> list[tuple[str, int]]:
        """The filled rows."""
        rows = [(self[f"name_{n}"].data, weight_of(self[f"weight_{n}"].data)) for n in ROWS]
        return [(name, weight or 0) for name, weight in rows if name]

    @property
    def total(self) -> int:
        """What the weights add up to."""
        return sum(weight_of(self[f"weight_{n}"].data) or 0 for n in ROWS)

    def _check_row(self, n: int) -> bool:
        """Add what is wrong with one row to its fields; say whether something is."""
        name, weight = self[f"name_{n}"], self[f"weight_{n}"]
        if not name.data and (n <= LEAST or weight.data):
            name.errors = [*name.errors, _("Name this criterion.")]
        if weight_of(weight.data) is None and (name.data or n <= LEAST or weight.data):
            weight.errors = [_("From 1 to 100.")]
        return bool(name.errors or weight.errors)

    def _check_sum(self) -> bool:
        if self.total != WHOLE:
            self.form_errors.append(weights_sentence(self.total))
        return self.total == WHOLE

    def meaning(self) -> Any:
        """What is stored of a whole step."""
        return self.texts(), self.criteria

    @classmethod
    def values(cls, challenge: Challenge) -> dict[str, Any]:
        """Read the columns and the rows of the criteria."""
        rows = {
            f"{part}_{n}": str(getattr(criterion, part))
            for n, criterion in zip(ROWS, criteria_of(challenge.id), strict=False)
            for part in ("name", "weight")
        }
        return {"limits": challenge.limits, **rows}

    def texts(self) -> dict[str, str]:
        """Return the text that a version keeps."""
        return {"limits": "\n".join(lines_of(self.limits.data))}

    def apply(self, challenge: Challenge) -> None:
        """Write the limits, and the criteria anew while the challenge is a draft."""
        challenge.limits = self.texts()["limits"]
        if challenge.status != DRAFT:
            return
        db.session.execute(delete(Criterion).where(Criterion.challenge_id == challenge.id))
        db.session.add_all(
            Criterion(challenge_id=challenge.id, position=position, name=name, weight=weight)
            for position, (name, weight) in enumerate(self.criteria, start=1)
        )


for _n in ROWS:
    setattr(LimitsForm, f"name_{_n}", StringField(_l("Criterion %(n)s", n=_n), [Length(0, 80)], filters=[one_line]))
    setattr(LimitsForm, f"weight_{_n}", StringField(_l("Weight %(n)s", n=_n), [Length(0, 4)]))
