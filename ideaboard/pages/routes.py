"""Home, rules, privacy and robots.txt; the board, the idea and the person have modules of their own."""

from flask import Response, current_app, make_response
from flask_login import current_user

from ideaboard.businesses.sectors import SECTORS
from ideaboard.challenges.presenting import head
from ideaboard.pages import board, idea, person, search
from ideaboard.pages.blueprint import bp
from ideaboard.pages.queries import closing_soon, newest_challenges
from ideaboard.web.rendering import render

__all__ = ["board", "bp", "idea", "person", "search"]


@bp.get("/")
def home() -> Response:
    """What this is, what is open now, how it works."""
    open_now = [(challenge, head(challenge)) for challenge in closing_soon()]
    others = [] if open_now else [(challenge, head(challenge)) for challenge in newest_challenges()]
    return render(
        "pages/home.html", open_now=open_now, others=others, sectors=SECTORS.values(), person=current_user
    )


@bp.get("/tata-tertib")
def rules() -> Response:
    """The rules of this place."""
    return render("pages/rules.html")


@bp.get("/privasi")
def privacy() -> Response:
    """What is kept about people, why, and for how long."""
    return render("pages/privacy.html", min_age=current_app.config["MIN_AGE"])


@bp.get("/robots.txt")
def robots() -> Response:
    """Let search engines read what visitors read."""
    closed = ("/masuk", "/daftar", "/akun", "/admin", "/konfirmasi/", "/sandi/", "/undangan/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    response = make_response("\n".join(lines) + "\n")
    response.content_type = "text/plain; charset=utf-8"
    return response
