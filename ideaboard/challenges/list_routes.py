"""Handler of the list of challenges."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ideaboard.businesses.sectors import SECTORS, sector_from_slug
from ideaboard.challenges.blueprint import bp
from ideaboard.challenges.filters import CLOSING, NEWEST, STAGE_WORDS, Filters
from ideaboard.challenges.listing import cities_with_challenges, list_challenges
from ideaboard.challenges.presenting import head
from ideaboard.data.paging import Cursor
from ideaboard.web.forms import one_line
from ideaboard.web.rendering import render, wants_fragment


@bp.get("/tantangan")
def index() -> Response:
    """Challenges that are not over, or those that the filters ask for."""
    filters = _filters(request.args)
    page = list_challenges(filters, Cursor.parse(request.args.get("sesudah")))
    return render(
        "challenges/index.html",
        "challenges/_list.html",
        rows=[(challenge, head(challenge)) for challenge in page.items],
        more=_address(filters, page.next) if page.next else "",
        filters=filters,
        is_swapped=wants_fragment(),
        sectors=[(sector.slug, sector.name) for sector in SECTORS.values()],
        stages=_stage_names(),
        cities=[(city, city) for city in _cities(filters.city)],
        orders=[(CLOSING, _("Closing soon")), (NEWEST, _("Newest"))],
    )


def _address(filters: Filters, cursor: Cursor) -> str:
    words: dict[str, Any] = filters.words()
    return url_for("challenges.index", **words, sesudah=str(cursor))


def _filters(args: MultiDict[str, str]) -> Filters:
    stage, order = args.get("tahap", ""), args.get("urut", "")
    return Filters(
        sector=sector_from_slug(args.get("sektor")),
        stage=stage if stage in STAGE_WORDS else "",
        city=str(one_line(args.get("kota", "")))[:60],
        order=order if order == NEWEST else CLOSING,
    )


def _stage_names() -> list[tuple[str, str]]:
    names = (_("Scheduled"), _("Submit"), _("Support"), _("In review"), _("Cancelled"))
    return list(zip(STAGE_WORDS, names, strict=True))


def _cities(chosen: str) -> list[str]:
    """Return the cities to choose from, with the one that was asked for although nothing is there."""
    cities = cities_with_challenges()
    known = {city.lower() for city in cities}
    return cities if not chosen or chosen.lower() in known else [chosen, *cities]
