"""Step 3: what is to be won, until when it is paid, and what happens to the ideas."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from wtforms import HiddenField, RadioField, StringField
from wtforms.widgets import DateInput

from ideaboard.challenges.licences import LICENCES
from ideaboard.challenges.models import Challenge, Prize
from ideaboard.challenges.queries import prizes_of
from ideaboard.challenges.wizard.prizes import GOODS, HIGHEST, MONEY, PrizeText, amount_of, headline_of
from ideaboard.challenges.wizard.schedule import day_of, today_in
from ideaboard.challenges.wizard.step_form import StepForm, whole_number
from ideaboard.extensions import db
from ideaboard.posts.models import DRAFT
from ideaboard.web.formats import long_date, money
from ideaboard.web.forms import Length, OneOf, one_line

MOST = 5
ROWS = tuple(range(1, MOST + 1))
PARTS = ("kind", "amount", "description")
KINDS = {MONEY: _l("Money"), GOODS: _l("Something else")}


class PrizesForm(StepForm):
    """One to five prizes, a date, and a licence."""

    number = 3
    template = "challenges/wizard/_prizes.html"
    frozen = ("prize_due_on", "licence")
    answers = {  # noqa: RUF012  The base says that it is the class's.
        "licence": {key: licence.name for key, licence in LICENCES.items()},
        **{f"kind_{n}": KINDS for n in ROWS},
    }

    rows = HiddenField(default=1, filters=[lambda value: min(max(whole_number(value), 1), MOST)])
    prize_due_on = StringField(_l("Prizes are paid by"), widget=DateInput())
    licence = RadioField(
        _l("What may you do with the ideas?"),
        [OneOf(LICENCES)],
        default="permit",
        validate_choice=False,
    )
    kept_rows = 0  # prizes that are promised in public and stay as they are
    _zone = "WIB"
    _answers_due: date | None = None

    def fit(self, challenge: Challenge) -> None:
        """Once public, the promised prizes stay; others may be added."""
        super().fit(challenge)
        self._zone, self._answers_due = challenge.zone, challenge.answers_due_on
        if challenge.status == DRAFT:
            return
        stored = self.values(challenge)
        self.kept_rows = stored["rows"]
        self.rows.data = max(self.rows.data, self.kept_rows)
        self.settle([f"{part}_{n}" for n in range(1, self.kept_rows + 1) for part in PARTS], stored)

    @property
    def shown_rows(self) -> range:
        """The numbers of the rows on the page."""
        return range(1, self.rows.data + 1)

    def add_row(self) -> None:
        """Show one more row, if there is a place."""
        self.rows.data = min(self.rows.data + 1, MOST)

    def remove_row(self, number: int) -> None:
        """Take a row out and move the later ones up."""
        if not self.kept_rows < number <= self.rows.data or self.rows.data == 1:
            return
        for n in range(number, MOST):
            for part in PARTS:
                self[f"{part}_{n}"].data = self[f"{part}_{n + 1}"].data
        self[f"amount_{MOST}"].data = self[f"description_{MOST}"].data = ""
        self.rows.data -= 1

    @property
    def prizes(self) -> list[PrizeText]:
        """The rows that say something; what is not money yet has no amount."""
        found = [self._prize(n) for n in self.shown_rows]
        return [prize for prize in found if prize.amount or prize.description]

    def _prize(self, n: int) -> PrizeText:
        kind = GOODS if self[f"kind_{n}"].data == GOODS else MONEY
        amount = amount_of(self[f"amount_{n}"].data) if kind == MONEY else None
        return PrizeText(kind, amount, self[f"description_{n}"].data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every row and the date."""
        fine = super().validate(extra_validators)
        open_rows = [n for n in self.shown_rows if n > self.kept_rows]
        used = [n for n in open_rows if n == 1 or self[f"amount_{n}"].data or self[f"description_{n}"].data]
        problems = [self._check_row(n) for n in used]
        late = self.kept_rows == 0 and self._check_date()
        return fine and not any(problems) and not late

    def _check_row(self, n: int) -> bool:
        amount, description = self[f"amount_{n}"], self[f"description_{n}"]
        if self[f"kind_{n}"].data == GOODS:
            if not description.data:
                description.errors = [_("Describe this prize.")]
            return bool(description.errors)
        rupiah = amount_of(amount.data)
        if not rupiah:
            amount.errors = [_("Write whole rupiah, for example 1.250.000.")]
        elif rupiah > HIGHEST:
            amount.errors = [_("At most %(amount)s.", amount=money(HIGHEST))]
        return bool(amount.errors or description.errors)

    def _check_date(self) -> bool:
        due = day_of(self.prize_due_on.data)
        problem = ""
        if due is None:
            problem = _("Choose the date by which the prizes are paid.")
        elif due < today_in(self._zone):
            problem = _("This date is past. Choose a later one.")
        elif self._answers_due and due < self._answers_due:
            problem = _(
                "Ideas are answered until %(date)s. Choose that day or a later one.",
                date=long_date(self._answers_due),
            )
        self.prize_due_on.errors = [problem] if problem else []
        return bool(problem)

    def meaning(self) -> Any:
        """What is stored of a whole step."""
        return self.prizes, day_of(self.prize_due_on.data), self.licence.data

    @classmethod
    def values(cls, challenge: Challenge) -> dict[str, Any]:
        """Read the rows of the prizes and the columns."""
        prizes = prizes_of(challenge.id)[:MOST]
        stored: dict[str, Any] = {"rows": max(len(prizes), 1), "licence": challenge.licence}
        stored["prize_due_on"] = challenge.prize_due_on.isoformat() if challenge.prize_due_on else ""
        for n, prize in enumerate(prizes, start=1):
            written = f"{prize.amount:,}".replace(",", ".") if prize.amount else ""
            stored |= {f"kind_{n}": prize.kind, f"amount_{n}": written, f"description_{n}": prize.description}
        return stored

    def apply(self, challenge: Challenge) -> None:
        """Write the prizes, or only the added ones, and what follows from them."""
        if challenge.status == DRAFT:
            db.session.execute(delete(Prize).where(Prize.challenge_id == challenge.id))
            challenge.licence, challenge.prize_due_on = self.licence.data, day_of(self.prize_due_on.data)
        for position, prize in enumerate(self.prizes, start=1):
            if position > self.kept_rows:
                db.session.add(Prize(challenge_id=challenge.id, position=position, **vars(prize)))
        challenge.prize_headline = headline_of(self.prizes)


for _n in ROWS:
    _kind = RadioField(_l("Kind of prize %(n)s", n=_n), default=MONEY, validate_choice=False)
    setattr(PrizesForm, f"kind_{_n}", _kind)
    setattr(PrizesForm, f"amount_{_n}", StringField(_l("Amount in rupiah, prize %(n)s", n=_n), [Length(0, 24)]))
    _what = StringField(_l("Description, prize %(n)s", n=_n), [Length(0, 120)], filters=[one_line])
    setattr(PrizesForm, f"description_{_n}", _what)
