"""Help, about, rules and privacy; the other pages have modules of their own, attached here."""

from flask import Response

from ideaboard.challenges.models import BUDGET
from ideaboard.challenges.promises import SPECTRUM
from ideaboard.pages import addresses, board, home, idea, person, privacy, search, security_txt
from ideaboard.pages.blueprint import bp
from ideaboard.pages.feeds import routes as feed_routes
from ideaboard.pages.previews import routes as preview_routes
from ideaboard.pages.sitemap import routes as sitemap_routes
from ideaboard.web.rendering import render

__all__ = [
    "addresses",
    "board",
    "bp",
    "feed_routes",
    "home",
    "idea",
    "person",
    "preview_routes",
    "privacy",
    "search",
    "security_txt",
    "sitemap_routes",
]


@bp.get("/tata-tertib")
def rules() -> Response:
    """The rules of this place."""
    return render("pages/rules.html")


@bp.get("/bantuan")
def help() -> Response:
    """How things work here, in plain words."""
    return render("pages/help.html", budget=BUDGET)


@bp.get("/tentang")
def about() -> Response:
    """What this place is for."""
    return render("pages/about.html", spectrum=SPECTRUM)
