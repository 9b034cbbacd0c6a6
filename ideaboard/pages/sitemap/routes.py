"""Handlers of the sitemap and robots.txt."""

from typing import Any

from flask import Response, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.mails import site_address
from ideaboard.pages.blueprint import bp
from ideaboard.pages.sitemap.addresses import SPAN, addresses_from, newest_post_id

CLOSED = ("/masuk", "/daftar", "/akun", "/admin", "/lapor/", "/konfirmasi/", "/sandi/", "/undangan/")


@bp.get("/robots.txt")
def robots() -> Response:
    """Let search engines read what visitors read."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines += [f"Sitemap: {site_address('pages.sitemap')}"]
    response = make_response("\n".join(lines) + "\n")
    response.content_type = "text/plain; charset=utf-8"
    return response


@bp.get("/sitemap.xml")
def sitemap() -> BaseResponse:
    """List the public pages; on a large site list the parts, each of which (`?dari=`) lists a span of them."""
    start = request.args.get("dari", type=int)
    last = newest_post_id()
    if start is None and last >= SPAN:
        parts = [site_address("pages.sitemap", dari=first) for first in range(0, last + 1, SPAN)]
        return _xml("feeds/sitemap_index.xml", parts=parts)
    return _xml("feeds/sitemap.xml", addresses=addresses_from(min(max(start or 0, 0), last)))


def _xml(template: str, **context: Any) -> BaseResponse:
    response = make_response(render_template(template, **context))
    response.content_type = "application/xml; charset=utf-8"
    response.add_etag()
    return response.make_conditional(request)
