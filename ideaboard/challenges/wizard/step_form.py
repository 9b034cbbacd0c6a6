"""What the forms of the steps share: read a challenge, keep half-finished input, leave alone what is settled."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from ideaboard.challenges.models import Challenge
from ideaboard.posts.models import DRAFT
from ideaboard.web.forms import Length, Rewordable

_SHORT = 200  # letters kept of a field that has no limit of its own: choices, dates, times
_OURS = ("version", "idempotency_key", "as_is")


def whole_number(value: Any) -> int:
    """Read a number that our own page wrote; anything else is 0, which no stored version has."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class StepForm(Rewordable):
    """One step. Subclasses say how it is read from a challenge and how it is put into its columns."""

    number: ClassVar[int]
    template: ClassVar[str]
    frozen: ClassVar[tuple[str, ...]] = ()  # fields that nobody changes once the challenge is public
    answers: ClassVar[dict[str, Mapping[str, Any]]] = {}  # what can be chosen, by field: value and name

    version = HiddenField(default=0, filters=[whole_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.answers.items():
            self[name].choices = [*words.items()]

    @classmethod
    def values(cls, challenge: Challenge) -> dict[str, Any]:
        """Return what the columns hold, as it would be typed."""
        raise NotImplementedError

    def texts(self) -> dict[str, str]:
        """Return what of this step belongs to a version of the post."""
        return {}

    def apply(self, challenge: Challenge) -> None:
        """Put valid input into the columns and rows, in the open transaction."""
        raise NotImplementedError

    def fit(self, challenge: Challenge) -> None:
        """Adapt to the challenge: choices, and what is settled already."""
        if challenge.status != DRAFT:
            self.settle(self.frozen, self.values(challenge))

    def settle(self, names: Iterable[str], stored: Mapping[str, Any]) -> None:
        """Show fields as they are stored and take nothing for them from the request."""
        for name in names:
            self[name].data = stored.get(name, "")
            self[name].validators = []
            self[name].render_kw = {"disabled": True}

    def typed(self) -> dict[str, str]:
        """Return everything as typed, to be kept unfinished."""
        return {field.name: _cut(field) for field in self if field.name not in _OURS}

    def meaning(self) -> Any:
        """Return what a whole step stores, so that two ways to type the same are the same."""
        return self.typed()

    def fits_a_draft(self) -> bool:
        """Check only that nothing is too long."""
        for field in self:
            limits = [check for check in field.validators if isinstance(check, Length)]
            field.errors = [problem for check in limits if (problem := _too_long(self, field, check))]
        return not any(field.errors for field in self)


def differences(mine: StepForm, theirs: StepForm) -> list[tuple[str, str]]:
    """Return label and stored text of the fields that somebody else saved otherwise."""
    others = theirs.typed()
    changed = [field for field in mine if field.name in others and _cut(field) != others[field.name]]
    return [(str(field.label.text), _words(theirs[field.name])) for field in changed]


def _cut(field: Field) -> str:
    text = "" if field.data is None else str(field.data)
    return text if field.flags.maxlength else text[:_SHORT]


def _too_long(form: StepForm, field: Field, check: Length) -> str:
    try:
        Length(0, check.high)(form, field)
    except ValidationError as problem:
        return str(problem)
    return ""


def _words(field: Field) -> str:
    choices: dict[str, Any] = dict(getattr(field, "choices", None) or ())
    return str(choices.get(field.data, field.data or "")) or _("(empty)")
