"""Forms of accounts."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import StopValidation, ValidationError

from ideaboard.accounts.identity import canonical_email, canonical_handle, fold_handle, is_reserved, tidy_name
from ideaboard.accounts.naming import FitName
from ideaboard.accounts.passwords import LONGEST, weakness
from ideaboard.web.formats import ZONES
from ideaboard.web.forms import Form, Length, OneOf, Required
from ideaboard.web.locale import LANGUAGES
from ideaboard.web.traps import Trapped

OPEN_FOR = 24 * 3600
LONGEST_EMAIL = 254


class SecretField(PasswordField):
    """A password exactly as typed: no filter cuts blanks or characters off, and it is never written back."""

    def __init__(self, *args: Any, filters: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class Address:
    """An e-mail address that can exist; no network is asked."""

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse what cannot be one, before anything looks at it at length."""
        if len(field.data or "") > LONGEST_EMAIL or canonical_email(field.data or "") is None:
            raise StopValidation(_("This is not an e-mail address. Example: rina@contoh.id"))


def _name(value: Any) -> Any:
    return tidy_name(value) if isinstance(value, str) else value


def email_field(label: Any = None) -> Any:
    """Return an e-mail field: required, well formed."""
    return EmailField(
        label or _l("E-mail"),
        [Required(), Address()],
        render_kw={"maxlength": LONGEST_EMAIL, "spellcheck": "false"},
    )


def current_password_field() -> Any:
    """Return the field that asks who is there before something grave."""
    return SecretField(_l("Your current password"), [Required(), Length(0, LONGEST)])


class Continuing(Form):
    """What a visitor carries through sign-in and sign-up: where to go, and what to do on the way."""

    next = HiddenField(default="")
    intent = HiddenField(default="")


class SignInForm(Continuing):
    """Who are you?"""

    email = email_field()
    password = SecretField(_l("Password"), [Required(), Length(0, LONGEST)])


class LinkForm(Continuing):
    """An address to mail a link to."""

    email = email_field()


class SignUpForm(Continuing, Trapped):
    """A new member."""

    name = StringField(_l("Name"), [Required(), Length(2, 60), FitName()], filters=[_name])
    email = email_field()
    password = SecretField(_l("Password"), [Required(), Length(0, 10 * LONGEST)], render_kw={"maxlength": LONGEST})
    adult = BooleanField("", [Required(_l("Only people of this age may sign up."))])
    terms = BooleanField(_l("I agree to the rules below"), [Required(_l("Read the rules, then agree to them."))])
    open_for = OPEN_FOR
    is_trapped = True  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adult.label.text = _("I am %(age)s or older", age=current_app.config["MIN_AGE"])

    def validate_password(self, field: Field) -> None:
        """Refuse a weak one."""
        refuse_weak(field, self.name.data or "", self.email.data or "")


def refuse_weak(field: Field, name: str, email: str) -> None:
    """Refuse a new password that is too short, too long or easy to guess."""
    sentence = weakness(field.data or "", name=name, email=email)
    if sentence:
        raise ValidationError(sentence)


class NewPasswordForm(Form):
    """A new password for somebody whose name and address are known."""

    password = SecretField(
        _l("New password"), [Required(), Length(0, 10 * LONGEST)], render_kw={"maxlength": LONGEST}
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def validate_password(self, field: Field) -> None:
        """Refuse a weak one."""
        refuse_weak(field, self.person.name, self.person.email)


class PasswordForm(NewPasswordForm):
    """Another password, with the current one."""

    current_password = current_password_field()


class NewEmailForm(Form):
    """Another address, with the current password."""

    email = email_field(_l("New e-mail address"))
    current_password = current_password_field()


class ClosingForm(Form):
    """The current password, before an account is closed."""

    current_password = current_password_field()


class ProfileForm(Form):
    """What others see."""

    name = StringField(_l("Name"), [Required(), Length(2, 60), FitName()], filters=[_name])
    handle = StringField(_l("Handle"), [Required(), FitName()], render_kw={"maxlength": 30, "spellcheck": "false"})
    city = StringField(_l("City"), [Length(0, 60), FitName()], filters=[_name])
    zone = SelectField(_l("Time zone"), [OneOf(ZONES)], validate_choice=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, obj=person, **kwargs)
        self.person = person
        self.zone.choices = [
            ("WIB", _("WIB (western Indonesia)")),
            ("WITA", _("WITA (central Indonesia)")),
            ("WIT", _("WIT (eastern Indonesia)")),
        ]

    def validate_handle(self, field: Field) -> None:
        """Refuse other letters than a–z, 0–9 and hyphens, and words that stand for the site itself."""
        handle = canonical_handle(field.data or "")
        if handle is None:
            raise ValidationError(_("Use 3 to 30 of these: a–z, 0–9, and hyphens between them."))
        if is_reserved(handle) and fold_handle(handle) != self.person.handle_key:
            raise ValidationError(_("This handle is kept for ideaboard itself. Try a different one."))
        field.data = handle


class DisplayForm(Form):
    """Language, theme and the data saver."""

    bahasa = RadioField(_l("Language"), [OneOf(LANGUAGES)], validate_choice=False)
    tema = RadioField(_l("Theme"), [OneOf(("", "light", "dark"))], validate_choice=False)
    hemat = BooleanField(_l("Save data: load photos only when I tap them"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bahasa.choices = [("id", "Bahasa Indonesia"), ("en", "English")]
        self.tema.choices = [("", _("As on this device")), ("light", _("Light")), ("dark", _("Dark"))]
