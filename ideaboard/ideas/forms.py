"""What can be typed about an idea: whole for sending, unfinished for a draft."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from secrets import token_urlsafe
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from ideaboard.challenges.licences import LICENCES
from ideaboard.web.forms import CreateForm, Length, Required, Rewordable, one_line
from ideaboard.web.traps import Trapped

TITLE, BODY, FOR_WHOM, WHY = (8, 80), (40, 4000), 500, 1000


@dataclass(frozen=True)
class IdeaText:
    """The texts of an idea, as typed."""

    title: str = ""
    body: str = ""
    for_whom: str = ""
    why: str = ""

    def fields(self) -> dict[str, str]:
        """Return them as a version keeps them."""
        return asdict(self)

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> "IdeaText":
        """Read them from a version."""
        return cls(*(str(fields.get(name) or "") for name in ("title", "body", "for_whom", "why")))

    def __bool__(self) -> bool:
        """Say whether anything was typed."""
        return any(asdict(self).values())


@dataclass(frozen=True)
class Origin:
    """The open form a text comes from: the key of the idea it makes, and what it had seen of the draft."""

    key: str
    version: int = 0
    page: str = ""
    as_is: str = ""  # the token of somebody who was asked to reword the text


def whole_number(value: Any) -> int:
    """Read a number that our own page wrote; anything else is 0, which no stored version has."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class DraftForm(CreateForm, Rewordable):
    """An idea on its way: everything may be missing, nothing may be too long."""

    title = StringField(_l("Idea title"), [Length(0, TITLE[1])], filters=[one_line])
    body = TextAreaField(_l("Describe your idea"), [Length(0, BODY[1])])
    for_whom = TextAreaField(_l("Who is it for?"), [Length(0, FOR_WHOM)])
    why = TextAreaField(_l("Why can it work? (optional)"), [Length(0, WHY)])
    version = HiddenField(default=0, filters=[whole_number])
    # Names this open page, so that its own later save is never taken for somebody else's.
    page = HiddenField(default=lambda: token_urlsafe(9), filters=[lambda value: (value or "")[:24]])

    @property
    def text(self) -> IdeaText:
        """What was typed."""
        return IdeaText(*(self[name].data or "" for name in ("title", "body", "for_whom", "why")))

    @property
    def origin(self) -> Origin:
        """Which open form this is."""
        key, page = self.idempotency_key.data or "", self.page.data or ""
        return Origin(key, self.version.data or 0, page, self.as_is.data or "")


class EditForm(DraftForm):
    """An idea as readers may see it."""

    title = StringField(_l("Idea title"), [Required(), Length(*TITLE)], filters=[one_line])
    body = TextAreaField(_l("Describe your idea"), [Required(), Length(*BODY)])
    for_whom = TextAreaField(_l("Who is it for?"), [Required(), Length(0, FOR_WHOM)])


class IdeaForm(EditForm, Trapped):
    """A new idea, with the ticks that sending needs."""

    eligible = BooleanField(
        validators=[Required(_l("This challenge is only for them. Tick this box if you are one."))]
    )
    consent = BooleanField(validators=[Required(_l("Tick this box to send your idea."))])

    def for_challenge(self, challenge: Any) -> "IdeaForm":
        """Word the ticks for this challenge. Returns itself."""
        business = challenge.business.name
        self.consent.label.text = LICENCES[challenge.licence].agreement_with(business)
        if not asks_eligibility(challenge):
            del self.eligible
        elif challenge.audience == "city":
            self.eligible.label.text = _("I live in %(place)s", place=challenge.audience_note)
        else:
            self.eligible.label.text = _("I belong to: %(group)s", group=challenge.audience_note)
        return self


def asks_eligibility(challenge: Any) -> bool:
    """Say whether the challenge is open to a city or community only, so that the form asks."""
    return bool(challenge.audience != "anyone" and challenge.audience_note)
