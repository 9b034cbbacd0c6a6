"""Security and caching headers, request ids; set on every answer."""

import re
import secrets

from flask import Flask, Response, g, request, session

from ideaboard.web.statics import static_hash

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def forget_after_this() -> None:
    """Have the browser drop what it keeps of this site, with the answer to this request."""
    g.forgets = True


def request_id(given: str) -> str:
    """Return the id that came with a request, if it may stand in a log, or a new one."""
    return given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else secrets.token_hex(8)


def init_headers(app: Flask) -> None:
    """Give every request an id and every answer its headers."""

    @app.before_request
    def take_request_id() -> None:
        g.request_id = request_id(request.headers.get("X-Request-ID", ""))

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CSP)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        headers["X-Request-ID"] = g.get("request_id", "")
        if g.get("forgets"):
            headers["Clear-Site-Data"] = '"cache", "storage"'
        if app.config["PRODUCTION"]:
            headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        _set_caching(response)
        return response


def _set_caching(response: Response) -> None:
    if request.endpoint == "static":
        # With its own hash in the address the file never changes. Another hash is that of another release's file:
        # during an update an old process may be asked for it, and what it answers must not be kept.
        named = (request.view_args or {}).get("filename", "")
        if "v" in request.args and request.args["v"] == static_hash(named) and response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return
    if "Cache-Control" in response.headers:
        return
    private = "_user_id" in session or session.modified or request.method not in {"GET", "HEAD"}
    response.headers["Cache-Control"] = "private, no-store" if private or g.get("no_store") else "no-cache"
