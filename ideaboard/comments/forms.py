"""What can be typed in a comment."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from ideaboard.ideas.forms import whole_number
from ideaboard.web.forms import CreateForm, Length, Required, Rewordable
from ideaboard.web.traps import Trapped

BODY = (2, 2000)


class CommentForm(CreateForm, Rewordable, Trapped):
    """A comment or, with `reply_to`, a reply."""

    body = TextAreaField(_l("Your comment"), [Required(_l("Write something first.")), Length(*BODY)])
    reply_to = HiddenField(filters=[whole_number])
    version = HiddenField(default=0, filters=[whole_number])  # of an edit

    def under(self, comment_id: int) -> "CommentForm":
        """Give the fields ids of their own, so that several forms fit on a page. Returns itself."""
        for field in self:
            field.id = field.label.field_id = f"{field.name}-{comment_id}"
        self.body.label.text = _l("Your reply")
        return self


class CommentEditForm(CommentForm):
    """A comment that is there already."""

    is_trapped = False  # type: ignore[assignment]


def reply_form(comment_id: int, **data: Any) -> CommentForm:
    """Return an empty form of a reply."""
    return CommentForm(formdata=None, data={"reply_to": comment_id, **data}).under(comment_id)
