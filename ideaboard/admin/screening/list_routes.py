"""Handlers of the lists: what this board blocks or excuses, tried on what was written before it is saved."""

from typing import Any

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.admin.blueprint import bp
from ideaboard.admin.screening.wording import entry_from, example_text, names
from ideaboard.screening.blocklists.entries import BadEntry, EntryText
from ideaboard.screening.blocklists.queries import dry_run, entry_of, list_entries
from ideaboard.screening.blocklists.service import add_entry, change_entry, end_shadow, remove_entry
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import render, see_other


@bp.get("/saringan/daftar")
def lists() -> Response:
    """Every entry with what it does and what it hit, and the form for a new one."""
    return _show(entry_from({}))


@bp.post("/saringan/daftar")
def add_to_list() -> BaseResponse:
    """Show what an entry would have caught, or save it."""
    entry = entry_from(request.form)
    try:
        if request.form.get("do") != "save":
            return _preview(entry)
        add_entry(entry, actor_id=current_user.id)
    except Problem as problem:
        return _show(entry, str(problem.message), problem.code)
    return see_other(
        url_for("admin.lists"), _("Saved. A new entry only notes what it hits for 7 days, then it acts.")
    )


@bp.get("/saringan/daftar/<int:entry_id>")
def list_entry(entry_id: int) -> Response:
    """One entry, to change or remove."""
    return _show_entry(entry_id)


@bp.post("/saringan/daftar/<int:entry_id>")
def change_list_entry(entry_id: int) -> BaseResponse:
    """Try another action, save it, let a new entry act at once, or remove it."""
    do, actor = request.form.get("do", ""), current_user.id
    action, note = request.form.get("action", ""), request.form.get("note", "")
    try:
        if do == "remove":
            remove_entry(entry_id, actor_id=actor)
            return see_other(url_for("admin.lists"), _("The entry is removed."))
        if do == "act":
            end_shadow(entry_id, actor_id=actor)
        else:
            change_entry(entry_id, action=action, note=note, actor_id=actor)
    except BadEntry as bad:
        return _show_entry(entry_id, str(bad.message), bad.code)
    return see_other(url_for("admin.list_entry", entry_id=entry_id), _("Saved."))


def _preview(entry: EntryText) -> Response:
    tried = dry_run(entry)
    examples = [example_text(example) for example in tried.examples]
    context: dict[str, Any] = {"entry": entry, "tried": tried, "examples": examples, "names": names()}
    return render("admin/screening/try_entry.html", **context)


def _show(entry: EntryText, problem: str = "", status: int = 200) -> Response:
    found = list_entries()
    page = "admin/screening/lists.html"
    return render(page, status=status, found=found, entry=entry, problem=problem, names=names())


def _show_entry(entry_id: int, problem: str = "", status: int = 200) -> Response:
    row = entry_of(entry_id) or abort(404)
    tried = dry_run(EntryText(row.mode, row.kind, row.text, row.action, row.note))
    examples = [example_text(example) for example in tried.examples]
    listed = next(one for one in list_entries() if one.entry.id == entry_id)
    context: dict[str, Any] = {"listed": listed, "tried": tried, "examples": examples, "names": names()}
    return render("admin/screening/entry.html", status=status, problem=problem, **context)
