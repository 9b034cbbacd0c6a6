"""The base of every form and the validators with our own sentences."""

import re
import secrets
import unicodedata
from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from ideaboard.web.links import host_of, is_safe_link

Validator = Callable[[Any, Field], None]


class Form(FlaskForm):
    """A form. CSRF is checked once for all unsafe requests, not per form."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Clean every text before validation, so that lengths count what will be stored."""
            filters = [clean_text, *unbound_field.kwargs.get("filters", [])]
            return unbound_field.bind(form=form, filters=filters, **options)

    @property
    def problem_count(self) -> int:
        """How many fields were refused."""
        return sum(1 for errors in self.errors.values() if errors)


class CreateForm(Form):
    """A form that makes one thing: a double click or a retry carries the same key and makes no second one."""

    idempotency_key = HiddenField(default=lambda: secrets.token_urlsafe(12), filters=[lambda key: (key or "")[:40]])


class Rewordable(Form):
    """A form whose text may come back once: to be reworded, or sent as it is by a second button."""

    # The value of that button: signed, for this person and exactly this text.
    as_is = HiddenField(default="", filters=[lambda token: (token or "")[:400]])
    reword: Any = None  # what asks (screening/refusals.py Unfit)


def clean_text(value: Any) -> Any:
    """Normalise a typed text: NFC, one kind of line end, no control characters, no blanks around it."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return kept.strip()


def one_line(value: Any) -> Any:
    """Fold a text into one line: for names and titles."""
    return re.sub(r"\s+", " ", value).strip() if isinstance(value, str) else value


class Required:
    """The field must not be empty."""

    field_flags = {"required": True}  # noqa: RUF012  WTForms reads it from the class

    def __init__(self, message: Any = None) -> None:
        self.message = message or _l("Fill this in.")

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse nothing and blanks."""
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            raise ValidationError(self.message)


class Length:
    """The text must have between `low` and `high` characters; an empty text is for Required to refuse."""

    def __init__(self, low: int = 0, high: int = 10**6) -> None:
        self.low, self.high = low, high
        self.field_flags = {"maxlength": high} | ({"minlength": low} if low else {})

    def __call__(self, form: Any, field: Field) -> None:
        """Say how many characters are missing or too many."""
        count = len(field.data or "")
        if 0 < count < self.low:
            raise ValidationError(_l("Too short. At least %(n)s letters.", n=self.low))
        if count > self.high:
            raise ValidationError(
                _l("Too long by %(n)s letters. At most %(max)s.", n=count - self.high, max=self.high)
            )


class Email:
    """An e-mail address that can exist; no network is asked."""

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse what cannot be an address."""
        # Imported when it is needed: its patterns take a while to build, and few requests carry an address.
        from email_validator import EmailNotValidError, validate_email

        try:
            validate_email(field.data or "", check_deliverability=False)
        except EmailNotValidError:
            raise ValidationError(_l("This is not an e-mail address. Example: rina@contoh.id")) from None


class WebAddress:
    """The whole address of a page on the web."""

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse other schemes, and addresses that hide where they lead."""
        url = str(field.data or "")
        if not url.lower().startswith(("https://", "http://")) or not is_safe_link(url) or "." not in host_of(url):
            raise ValidationError(_l("Write the whole address, beginning with https://"))


class OneOf:
    """The value must be one of `choices`; what is not was not chosen in our page."""

    def __init__(self, choices: Any) -> None:
        self.choices = set(choices)

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse anything else."""
        if field.data not in self.choices:
            raise ValidationError(_l("Choose one of the answers."))
