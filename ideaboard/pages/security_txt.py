"""Where somebody who found a hole can tell us: the file of RFC 9116."""

from datetime import timedelta

from flask import Response, current_app, make_response

from ideaboard.accounts.mails import site_address
from ideaboard.data.clock import now
from ideaboard.pages.blueprint import bp

GOOD_FOR = timedelta(days=180)  # the standard asks for less than a year


@bp.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Name the contact, until when this holds, and where it is explained."""
    policy = f"{site_address('pages.about')}#keamanan"
    until = now().replace(hour=0, minute=0, second=0, microsecond=0) + GOOD_FOR
    lines = [
        f"Contact: {current_app.config['SECURITY_CONTACT'] or policy}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: id, en",
        f"Canonical: {site_address('pages.security_txt')}",
        f"Policy: {policy}",
    ]
    response = make_response("\n".join(lines) + "\n")
    response.content_type = "text/plain; charset=utf-8"
    return response
