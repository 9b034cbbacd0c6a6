"""Handlers of the pages of numbers: /transparansi for everybody, /moderasi/angka for moderators."""

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.numbers.export import as_csv
from ideaboard.moderation.numbers.judged import own_record
from ideaboard.moderation.numbers.pictures import charts_of
from ideaboard.moderation.numbers.queries import numbers as found_numbers
from ideaboard.moderation.numbers.wording import WORDS
from ideaboard.moderation.policies import may_moderate
from ideaboard.web.guards import private
from ideaboard.web.problems import NotAllowed
from ideaboard.web.rendering import render


@bp.get("/transparansi")
def transparency() -> Response:
    """How moderation works here, in numbers and without names."""
    found = found_numbers()
    return render("moderation/numbers/public.html", found=found, charts=charts_of(found), **WORDS)


@bp.get("/transparansi.csv")
def transparency_as_csv() -> Response:
    """The same as a table."""
    response = Response(as_csv(found_numbers()), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="transparansi.csv"'
    return response


@bp.get("/moderasi/angka")
@private
def numbers() -> Response:
    """The numbers with what helps moderators: every signal by itself, every topic's time, one's own record."""
    if current_user.is_authenticated and not may_moderate(current_user):
        raise NotAllowed(_("Only moderators may see this."))
    found = found_numbers()
    own = own_record(current_user.id, found.months[0].begin)
    return render("moderation/numbers/desk.html", found=found, charts=charts_of(found), own=own, **WORDS)
