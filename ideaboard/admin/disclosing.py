"""Give out subscriber information about one person: an admin names recipient and reason, and gets a file."""

import json

from flask import Response
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField, TextAreaField

from ideaboard.accounts.models import User
from ideaboard.accounts.privacy.disclosing import note_disclosure, subscriber_information
from ideaboard.accounts.privacy.models import LONGEST_REASON, LONGEST_RECIPIENT
from ideaboard.admin import queries
from ideaboard.admin.blueprint import bp
from ideaboard.data.clock import now
from ideaboard.web.forms import Form, Length, Required, one_line
from ideaboard.web.rendering import render


class DisclosureForm(Form):
    """Who gets it, and why."""

    recipient = StringField(
        _l("Who gets it"), [Required(), Length(2, LONGEST_RECIPIENT)], filters=[lambda value: one_line(value or "")]
    )
    reason = TextAreaField(_l("Reason, with the number of the letter"), [Required(), Length(10, LONGEST_REASON)])


@bp.get("/orang/<int:person_id>/keterangan")
def disclosure(person_id: int) -> Response:
    """Ask for recipient and reason, and say what the file holds."""
    return _show(queries.person_or_404(person_id), DisclosureForm(formdata=None))


@bp.post("/orang/<int:person_id>/keterangan")
def disclose(person_id: int) -> Response:
    """Write it down, then hand out the file."""
    person, form = queries.person_or_404(person_id), DisclosureForm()
    if not form.validate():
        return _show(person, form, 422)
    recipient, reason = str(form.recipient.data), str(form.reason.data)
    row = note_disclosure(person, recipient, reason, by_id=current_user.id, what="subscriber")
    held = {
        "at": now().isoformat(),
        "disclosure": row.id,
        "recipient": recipient,
        **subscriber_information(person.id),
    }
    response = Response(json.dumps(held, ensure_ascii=False, indent=2) + "\n", mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="keterangan-{person.id}-{row.id}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _show(person: User, form: DisclosureForm, status: int = 200) -> Response:
    return render("admin/disclosure.html", status=status, person=person, form=form)
