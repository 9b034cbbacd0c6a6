"""The search page: challenges, ideas and businesses."""

from typing import Any

from flask import Response, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from jinja2.filters import do_urlencode
from markupsafe import escape
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.businesses.sectors import SECTORS, sector_from_slug
from ideaboard.data.paging import Cursor, Page
from ideaboard.data.search import MOST_LETTERS, Asked
from ideaboard.pages.blueprint import bp
from ideaboard.pages.found import BUSINESS, CHALLENGE, IDEA, Found, find
from ideaboard.web.forms import clean_text, one_line
from ideaboard.web.fragments import frame, hole
from ideaboard.web.limits import SEARCH, limited_as
from ideaboard.web.locale import LANGUAGES
from ideaboard.web.rendering import render, send_page, wants_fragment

# What `?jenis=` may say.
KINDS = {"tantangan": CHALLENGE, "ide": IDEA, "usaha": BUSINESS}


@bp.get("/cari")
@limited_as(SEARCH)
def search() -> BaseResponse:
    """Show what holds the words that were typed; htmx gets the results alone, or what comes next."""
    typed = str(one_line(clean_text(request.args.get("q", ""))))
    kind, sector = request.args.get("jenis", ""), sector_from_slug(request.args.get("sektor"))
    kind = kind if kind in KINDS else ""
    asked, cursor = Asked.parse(typed), Cursor.parse(request.args.get("sesudah"))
    page = find(asked, KINDS.get(kind, ""), sector, cursor) if asked else Page([], None)
    chosen = {"jenis": kind or None, "sektor": sector.slug if sector else None}
    results = _results(typed, asked, page, chosen)
    if not wants_fragment() and not current_user.is_authenticated and "_flashes" not in session:
        return _for_visitors(chosen, results)
    fragment = "pages/_more_results.html" if cursor else "pages/_results.html"
    return render("pages/search.html", fragment, **results, **_choices())


def _for_visitors(chosen: dict[str, str | None], results: dict[str, Any]) -> Response:
    """Show the page as its frame with the results; they, and what was typed, are all that differs in it."""
    typed = results["typed"]

    def make() -> str:
        links = {code: hole(f"to{code}") for code in LANGUAGES}
        around = {"typed": typed and hole("typed"), "chosen": chosen, "language_links": links, **_choices()}
        return render_template("pages/search.html", **around)

    kept = frame(("search", bool(typed), *chosen.values()), (0, 0), make)
    links = {f"to{code}": escape(do_urlencode(dict(request.args, bahasa=code))) for code in LANGUAGES}
    found = render_template("pages/_results.html", **results)
    return send_page(kept, typed=escape(typed), results=found, **links)


def _results(typed: str, asked: Asked, page: Page[Found], chosen: dict[str, str | None]) -> dict[str, Any]:
    """Return what the results need."""
    return {
        "typed": typed[:MOST_LETTERS],
        "asked": asked,
        "found": page.items,
        "kinds": {CHALLENGE: _("Challenge"), IDEA: _("Idea"), BUSINESS: _("Business")},
        "chosen": chosen,
        "more": _address(typed, sesudah=str(page.next), **chosen) if page.next else None,
        "everywhere": _address(typed),
        "announce": wants_fragment(),
    }


def _choices() -> dict[str, Any]:
    """Return what the form offers."""
    return {
        "kind_choices": [("tantangan", _("Challenges")), ("ide", _("Ideas")), ("usaha", _("Businesses"))],
        "sector_choices": [(each.slug, each.name) for each in SECTORS.values()],
    }


def _address(typed: str, **more: str | None) -> str:
    return url_for("pages.search", q=typed[:MOST_LETTERS], **more)  # type: ignore[arg-type]
