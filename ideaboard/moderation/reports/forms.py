"""What can be said in a report."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, Field, RadioField, TextAreaField, URLField
from wtforms.validators import ValidationError

from ideaboard.moderation.reports.models import (
    ABUSE,
    COPIED,
    FRAUD,
    GAMBLING,
    HOAX,
    LONGEST_CLAIM,
    LONGEST_DETAIL,
    LONGEST_SOURCE,
    PERSONAL,
)
from ideaboard.moderation.reports.service import Complaint
from ideaboard.web.forms import Length, OneOf, WebAddress
from ideaboard.web.traps import Trapped

NAMES = {
    FRAUD: _l("Fraud or asks for money"),
    GAMBLING: _l("Gambling or advertising"),
    ABUSE: _l("Insulting or demeaning"),
    HOAX: _l("False news"),
    COPIED: _l("Copied idea"),
    PERSONAL: _l("Someone's personal data"),
}


class OfFalseNews:
    """The field belongs to false news: with it there must be a claim, and what is typed must be right."""

    def __init__(self, *checks: Any, required: bool = False) -> None:
        self.checks, self.required = checks, required

    def __call__(self, form: Any, field: Field) -> None:
        """Ask nothing when the reason is another one."""
        if form.reason.data != HOAX:
            return
        if self.required and not field.data:
            raise ValidationError(_l("Write which sentence is not true."))
        for check in self.checks if field.data else ():
            check(form, field)


class ReportForm(Trapped):
    """A report: the reason, and what belongs to it."""

    reason = RadioField(_l("What is wrong?"), [OneOf(NAMES)], validate_choice=False)
    claim = TextAreaField(_l("Which sentence is not true?"), [Length(0, LONGEST_CLAIM), OfFalseNews(required=True)])
    source_url = URLField(
        _l("Where does it stand right? (optional)"),
        [Length(0, LONGEST_SOURCE), OfFalseNews(WebAddress())],
        render_kw={"placeholder": "https://"},
    )
    is_child = BooleanField(_l("A child may be in danger"))
    detail = TextAreaField(_l("Anything else a moderator should know? (optional)"), [Length(0, LONGEST_DETAIL)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = list(NAMES.items())

    @property
    def is_trapped(self) -> bool:
        """Look at visitors only: who has an account has a quota of their own."""
        return not current_user.is_authenticated

    def under(self, post_id: int) -> "ReportForm":
        """Give the fields ids of their own, so that several forms fit on a page. Returns itself."""
        for field in self:
            field.id = field.label.field_id = f"report-{post_id}-{field.name}"
        return self

    def complaint(self) -> Complaint:
        """Return what was said."""
        is_hoax = self.reason.data == HOAX
        return Complaint(
            self.reason.data,
            detail=self.detail.data or "",
            claim=(self.claim.data or "") if is_hoax else "",
            source_url=(self.source_url.data or "") if is_hoax else "",
            is_child=bool(self.is_child.data),
        )
