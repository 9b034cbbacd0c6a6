"""Handlers of the poster and of the short link printed on it."""

import segno
from flask import Response, redirect, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.mails import site_address
from ideaboard.challenges.blueprint import bp
from ideaboard.challenges.presenting import head
from ideaboard.challenges.queries import challenge_by_id_or_404, challenge_or_404
from ideaboard.challenges.short_links import code_of, id_of
from ideaboard.web.rendering import render


@bp.get("/t/<slug>/poster")
def poster(slug: str) -> Response:
    """A sheet of A5 for the shop: what is asked, and a code to scan."""
    challenge = challenge_or_404(slug, current_user)
    address = site_address("challenges.short_link", code=code_of(challenge.id))
    return render(
        "challenges/poster.html",
        challenge=challenge,
        head=head(challenge),
        printed=address.partition("://")[2],
        qr=qr_of(address),
    )


@bp.get("/x/<code>")
def short_link(code: str) -> BaseResponse:
    """Lead from the printed address to the board."""
    challenge = challenge_by_id_or_404(id_of(code), current_user)
    return redirect(url_for("pages.board", slug=challenge.slug), 301)


def qr_of(address: str) -> Markup:
    """Return the QR code of an address as SVG for a page, with the quiet margin that scanners need."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None, light="#fff"))  # noqa: S704
