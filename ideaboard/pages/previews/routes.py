"""Handlers of previews, icons and the manifest."""

import json
from functools import lru_cache

from flask import Response, make_response, redirect, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.challenges.models import Challenge
from ideaboard.ideas.models import Idea
from ideaboard.ideas.queries import idea_or_404
from ideaboard.pages.blueprint import bp
from ideaboard.pages.previews.drawing import draw_icon
from ideaboard.pages.previews.keeping import CHALLENGE, digest_of, preview_address, preview_of, words_of
from ideaboard.pages.queries import VISITOR, public_challenge_or_404

ICONS = {"192": (192, False), "512": (512, False), "maskable-512": (512, True)}
bp.add_app_template_global(preview_address)


@bp.get(f"/pratinjau/<any({CHALLENGE}, ide):kind>-<int:post_id>-<digest>.png")
def preview(kind: str, post_id: int, digest: str) -> BaseResponse:
    """Send the picture that a link shows; an old address leads to the picture as it is now."""
    shared: Challenge | Idea
    shared = public_challenge_or_404(post_id) if kind == CHALLENGE else idea_or_404(post_id, VISITOR)
    words = words_of(shared)
    if digest != digest_of(words):
        return redirect(url_for("pages.preview", kind=kind, post_id=post_id, digest=digest_of(words)))
    # Asked again every time, so that what is hidden is gone at the next look.
    return _picture(preview_of(words, digest), digest, "public, no-cache")


@bp.get("/ikon-<any('192', '512', 'maskable-512'):name>.png")
def app_icon(name: str) -> BaseResponse:
    """Send the icon of the site for home screens."""
    return _picture(_icon(*ICONS[name]), f"icon-{name}", "public, max-age=604800")


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """Say how the site looks on a home screen."""
    icons = [
        {
            "src": url_for("pages.app_icon", name=name),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "maskable" if maskable else "any",
        }
        for name, (size, maskable) in ICONS.items()
    ]
    about = {
        "name": "ideaboard",
        "short_name": "ideaboard",
        "description": _("Businesses ask, people bring ideas."),
        "lang": get_locale().language,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f6f3",
        "theme_color": "#1d2860",
        "icons": icons,
    }
    response = make_response(json.dumps(about, ensure_ascii=False))
    response.content_type = "application/manifest+json"
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def _picture(data: bytes, etag: str, caching: str) -> BaseResponse:
    response = make_response(data)
    response.content_type = "image/png"
    response.set_etag(etag)
    response.headers["Cache-Control"] = caching
    # Chats that show the link fetch it from their own pages.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response.make_conditional(request)


@lru_cache(maxsize=len(ICONS))
def _icon(size: int, maskable: bool) -> bytes:
    return draw_icon(size, maskable)
