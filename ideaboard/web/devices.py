"""A browser's own random id: made when it first supports something, kept only as a keyed hash."""

from secrets import token_hex

from flask import Response, after_this_request, current_app, request

from ideaboard.web.signing import keyed_hash

COOKIE = "perangkat"
LENGTH = 32
LASTS = 365 * 24 * 3600


def device_hash() -> str:
    """Return the hash under which this browser may be kept (32 hex characters); one without an id gets it now."""
    ident = request.cookies.get(COOKIE, "")
    if not (len(ident) == LENGTH and ident.isalnum()):
        ident = token_hex(LENGTH // 2)
        after_this_request(lambda response: _remember(response, ident))
    return keyed_hash("device", ident).hex()[:32]


def _remember(response: Response, ident: str) -> Response:
    secure = current_app.config["PRODUCTION"]
    response.set_cookie(COOKIE, ident, max_age=LASTS, secure=secure, httponly=True, samesite="Lax")
    return response
