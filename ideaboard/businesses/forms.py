"""What can be typed about a business and its team."""

from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from ideaboard.accounts.forms import Address
from ideaboard.accounts.identity import tidy_name
from ideaboard.businesses.models import Business
from ideaboard.businesses.sectors import SECTORS, sector_choices
from ideaboard.screening.validators import Decent
from ideaboard.web.formats import ZONES
from ideaboard.web.forms import Form, Length, OneOf, Required

NAME, CITY, ABOUT, CONTACT = (2, 80), (2, 60), 4000, 200
_DECENT = Decent("business")


@dataclass(frozen=True)
class Profile:
    """The facts of a business, as typed."""

    name: str
    city: str
    sector: str
    zone: str
    about: str = ""
    contact: str = ""

    def columns(self) -> dict[str, str]:
        """Return them by column."""
        return asdict(self)

    @classmethod
    def of(cls, business: Business) -> "Profile":
        """Read them from a business."""
        return cls(**{name: getattr(business, name) for name in cls.__dataclass_fields__})


def _name(value: Any) -> Any:
    return tidy_name(value) if isinstance(value, str) else value


def _number(value: Any) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class BusinessForm(Form):
    """The facts of a business; `version` is what an edit began from, `next` where creating one leads."""

    name = StringField(_l("Name of the business"), [Required(), Length(*NAME), _DECENT], filters=[_name])
    city = StringField(_l("City"), [Required(), Length(*CITY), _DECENT], filters=[_name])
    sector = SelectField(_l("Sector"), [OneOf(SECTORS)], validate_choice=False)
    zone = SelectField(_l("Time zone"), [OneOf(ZONES)], validate_choice=False)
    about = TextAreaField(_l("About the business (optional)"), [Length(0, ABOUT), _DECENT])
    contact = StringField(_l("Contact (optional)"), [Length(0, CONTACT), _DECENT], filters=[_name])
    version = HiddenField(default=0, filters=[_number])
    next = HiddenField(default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sector.choices = [("", _("Choose a sector")), *sector_choices()]
        self.zone.choices = [
            ("WIB", _("WIB (western Indonesia)")),
            ("WITA", _("WITA (central Indonesia)")),
            ("WIT", _("WIT (eastern Indonesia)")),
        ]

    def validate_name(self, field: Any) -> None:
        """Refuse a name without a letter or digit: nobody could read or say it."""
        if not any(char.isalnum() for char in field.data or ""):
            raise ValidationError(_("A name needs letters or digits."))

    @property
    def profile(self) -> Profile:
        """What was typed."""
        return Profile(**{name: self[name].data or "" for name in Profile.__dataclass_fields__})


class InviteForm(Form):
    """Whom to invite."""

    email = EmailField(
        _l("E-mail of the person"), [Required(), Address()], render_kw={"maxlength": 254, "spellcheck": "false"}
    )
