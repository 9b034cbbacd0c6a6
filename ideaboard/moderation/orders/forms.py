"""An order as an admin enters it, its end, and what the author says against it."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import ValidationError

from ideaboard.challenges.wizard.schedule import day_and_hour, hour_of, moment_of
from ideaboard.data.clock import now
from ideaboard.moderation.orders.addresses import LONGEST, post_meant
from ideaboard.moderation.orders.models import (
    HOURS,
    LONGEST_AUTHORITY,
    LONGEST_GROUND,
    LONGEST_OBJECTION,
    LONGEST_OUTCOME,
    LONGEST_REFERENCE,
)
from ideaboard.moderation.orders.service import OrderText
from ideaboard.posts.models import Post
from ideaboard.web.forms import Form, Length, OneOf, Required, one_line

OLDEST = timedelta(days=30)  # an order that came longer ago is a slip of the pen


class OrderForm(Form):
    """An order. It is carried out when `confirmed` holds the number of the post that was shown before."""

    address = StringField(_l("Address or number of the post"), [Required(), Length(high=LONGEST)])
    reference = StringField(
        _l("Reference of the order"), [Required(), Length(3, LONGEST_REFERENCE)], filters=[one_line]
    )
    authority = StringField(_l("Authority"), [Required(), Length(3, LONGEST_AUTHORITY)], filters=[one_line])
    ground = TextAreaField(_l("Legal ground and reason"), [Required(), Length(10, LONGEST_GROUND)])
    hours = RadioField(
        _l("Clock"),
        [OneOf([str(hours) for hours in HOURS])],
        default="24",
        validate_choice=False,
    )
    received_on = DateField(_l("Received on"), validators=[Required()])
    received_time = StringField(_l("Hour"), [Required(), Length(high=5)])
    confirmed = HiddenField(default="")
    post: Post | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hours.choices = [("4", gettext("4 hours")), ("24", gettext("24 hours"))]

    def fill(self, zone: str) -> "OrderForm":
        """Fill in this minute as the moment of receipt."""
        day, self.received_time.data = day_and_hour(now(), zone)
        self.received_on.data = datetime.fromisoformat(day).date()
        return self

    def validate_address(self, field: Any) -> None:
        """Look the post up."""
        self.post = post_meant(field.data or "")
        if self.post is None:
            raise ValidationError(_l("No post of this site stands there."))

    def validate_received_time(self, field: Any) -> None:
        """Refuse what is no hour."""
        if hour_of(field.data) is None:
            raise ValidationError(_l("Write the hour like 20.00"))

    def entered(self, zone: str) -> OrderText | None:
        """Return the order once all fields are fine; a moment of receipt that cannot be is refused here."""
        received = moment_of(self.received_on.data, hour_of(self.received_time.data), zone)
        if received is None or not now() - OLDEST <= received <= now() + timedelta(minutes=5):
            self.received_on.errors = [_l("The order came within the last 30 days.")]
            return None
        texts = (self.reference.data or "", self.authority.data or "", self.ground.data or "")
        return OrderText(*texts, hours=int(self.hours.data), received_at=received)


class LiftForm(Form):
    """Why an order ends, as the author reads it."""

    outcome = TextAreaField(_l("Why it is lifted, for the author"), [Required(), Length(10, LONGEST_OUTCOME)])


class ObjectionForm(Form):
    """What the author says against an order."""

    objection = TextAreaField(_l("Why should the post be shown?"), [Required(), Length(10, LONGEST_OBJECTION)])
