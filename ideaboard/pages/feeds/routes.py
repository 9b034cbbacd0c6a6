"""Handlers of the feeds."""

import re
from urllib.parse import urlsplit

from flask import current_app, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.challenges.queries import challenge_or_404
from ideaboard.pages.blueprint import bp
from ideaboard.pages.feeds.entries import LONG_AGO, Entry, newest_of_challenge, newest_of_site
from ideaboard.pages.queries import VISITOR

# What XML 1.0 cannot hold in any form; people paste it all the same.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@bp.get("/feed.atom")
def site_feed() -> BaseResponse:
    """New challenges and updates of the whole site."""
    subtitle = _("New challenges and updates")
    return _feed("feed", "ideaboard", subtitle, "/", newest_of_site())


@bp.get("/t/<slug>/feed.atom")
def challenge_feed(slug: str) -> BaseResponse:
    """New ideas and updates of one challenge."""
    challenge = challenge_or_404(slug, VISITOR)
    subtitle = _("Ideas and updates for %(business)s", business=challenge.business.name)
    entries = newest_of_challenge(challenge)
    return _feed(f"feed/{challenge.id}", challenge.title, subtitle, challenge.path, entries)


def _feed(name: str, title: str, subtitle: str, path: str, entries: list[Entry]) -> BaseResponse:
    base = current_app.config["BASE_URL"]
    updated = max((entry.updated for entry in entries), default=LONG_AGO)
    xml = render_template(
        "feeds/feed.xml",
        tag=f"tag:{urlsplit(base).hostname},2026:",
        name=name,
        title=title,
        subtitle=subtitle,
        base=base,
        path=path,
        address=base + request.path,
        updated=updated,
        entries=entries,
    )
    response = make_response(_NOT_XML.sub("", xml))
    response.content_type = "application/atom+xml; charset=utf-8"
    response.add_etag()
    response.last_modified = updated
    response.vary.update(("Accept-Language", "Cookie"))
    return response.make_conditional(request)
