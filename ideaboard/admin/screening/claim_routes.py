"""Handlers of the known claims: read, import, let one rest."""

import io
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.admin.blueprint import bp
from ideaboard.data.paging import Cursor
from ideaboard.screening.claims.files import BadFile, import_claims
from ideaboard.screening.claims.queries import PAGE_SIZE, list_claims
from ideaboard.screening.claims.service import Stored, set_active
from ideaboard.screening.claims.verdicts import LABELS
from ideaboard.web.bounds import takes_files
from ideaboard.web.forms import clean_text
from ideaboard.web.rendering import render, see_other

MOST_PROBLEMS = 20  # lines that are named


@bp.get("/saringan/klaim")
def claims() -> Response:
    """The claims this board knows, the newest first, and the form for a file of them."""
    return _show()


@bp.post("/saringan/klaim")
@takes_files
def import_file() -> BaseResponse:
    """Import a CSV file: all of it, or nothing when a line is wrong (unless bad lines are to be skipped)."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _show(422, problem=_("Choose a CSV file."))
    try:
        text = io.StringIO(sent.read().decode("utf-8-sig"), newline="")
        done = import_claims(text, skip_bad=request.form.get("skip") == "1", actor_id=current_user.id)
    except UnicodeDecodeError:
        return _show(422, problem=_("This is not a text file in UTF-8. Save it as CSV (UTF-8) and send it again."))
    except BadFile as bad:
        return _show(422, problem=str(bad))
    if done.stored is None:
        return _show(422, problem=_("Nothing was imported: some lines are wrong."), lines=done.problems)
    return see_other(url_for("admin.claims"), _stored(done.stored))


@bp.post("/saringan/klaim/<int:claim_id>")
def switch_claim(claim_id: int) -> BaseResponse:
    """Let a claim be recognised in posts, or rest."""
    is_active = request.form.get("active") == "1"
    set_active(claim_id, is_active, actor_id=current_user.id)
    return see_other(url_for("admin.claims"), _("It is recognised again.") if is_active else _("It rests now."))


def _show(status: int = 200, **problems: Any) -> Response:
    cursor = Cursor.parse(request.args.get("setelah"))
    words = clean_text(request.args.get("q", ""))[:200]
    found = list_claims(before_id=cursor.id if cursor else None, words=words, limit=PAGE_SIZE + 1)
    last = found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None
    context = {"problem": "", "lines": [], **problems}
    context["lines"] = context["lines"][:MOST_PROBLEMS]
    following = Cursor(last, last) if last else None
    return render(
        "admin/screening/claims.html",
        status=status,
        found=found[:PAGE_SIZE],
        following=following,
        query=words,
        labels=LABELS,
        **context,
    )


def _stored(stored: Stored) -> str:
    if not stored.added and not stored.changed:
        return _("Nothing new: all of these claims were known.")
    added = ngettext("%(num)s claim added", "%(num)s claims added", stored.added)
    return _("%(added)s, %(changed)s changed.", added=added, changed=stored.changed)
