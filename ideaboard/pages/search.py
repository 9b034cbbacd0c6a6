"""The search page: challenges, ideas and businesses."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.businesses.sectors import SECTORS, sector_from_slug
from ideaboard.data.paging import Cursor, Page
from ideaboard.data.search import MOST_LETTERS, Asked
from ideaboard.pages.blueprint import bp
from ideaboard.pages.found import BUSINESS, CHALLENGE, IDEA, find
from ideaboard.web.forms import clean_text, one_line
from ideaboard.web.rendering import render, wants_fragment

# What `?jenis=` may say.
KINDS = {"tantangan": CHALLENGE, "ide": IDEA, "usaha": BUSINESS}


@bp.get("/cari")
def search() -> BaseResponse:
    """Show what holds the words that were typed; htmx gets the results alone, or what comes next."""
    typed = str(one_line(clean_text(request.args.get("q", ""))))
    kind, sector = request.args.get("jenis", ""), sector_from_slug(request.args.get("sektor"))
    kind = kind if kind in KINDS else ""
    asked, cursor = Asked.parse(typed), Cursor.parse(request.args.get("sesudah"))
    page = find(asked, KINDS.get(kind, ""), sector, cursor) if asked else Page([], None)
    chosen = {"jenis": kind or None, "sektor": sector.slug if sector else None}
    context: dict[str, Any] = {
        "typed": typed[:MOST_LETTERS],
        "asked": asked,
        "found": page.items,
        "kinds": {CHALLENGE: _("Challenge"), IDEA: _("Idea"), BUSINESS: _("Business")},
        "chosen": chosen,
        "more": _address(typed, sesudah=str(page.next), **chosen) if page.next else None,
        "everywhere": _address(typed),
        "announce": wants_fragment(),
    }
    choices: dict[str, Any] = {
        "kind_choices": [("tantangan", _("Challenges")), ("ide", _("Ideas")), ("usaha", _("Businesses"))],
        "sector_choices": [(each.slug, each.name) for each in SECTORS.values()],
    }
    fragment = "pages/_more_results.html" if cursor else "pages/_results.html"
    return render("pages/search.html", fragment, **context, **choices)


def _address(typed: str, **more: str | None) -> str:
    return url_for("pages.search", q=typed[:MOST_LETTERS], **more)  # type: ignore[arg-type]
