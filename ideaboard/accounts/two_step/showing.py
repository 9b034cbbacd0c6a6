"""What the pages of the second step show: the QR code, and recovery codes that can be taken along as a file."""

import segno
from flask_babel import gettext as _
from markupsafe import Markup

from ideaboard.accounts.mails import site_address
from ideaboard.accounts.models import User
from ideaboard.accounts.two_step import codes
from ideaboard.web.signing import sign, unsign

TAKEN_ALONG = 3600  # seconds in which codes on an open page can be fetched as a file


def qr_of(secret: bytes, person: User) -> Markup:
    """Return the QR code for apps as SVG: dark on light in every theme, with the quiet margin scanners need."""
    code = segno.make(codes.address_for(secret, person.email), error="m", micro=False)
    return Markup(code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None, light="#fff"))  # noqa: S704


def as_token(person: User, made: list[str]) -> str:
    """Return the codes of the open page, signed for their owner, for the button that fetches them as a file."""
    return sign("recovery-codes", [person.id, made])


def from_token(person: User, token: str) -> list[str] | None:
    """Return the codes in a token of this person; we keep hashes only, so the page has to bring them."""
    found = unsign("recovery-codes", token, TAKEN_ALONG)
    return found[1] if found and found[0] == person.id else None


def as_text(person: User, made: list[str]) -> str:
    """Return the file: which site, which account, and the codes."""
    head = _("Recovery codes for %(email)s at %(site)s", email=person.email, site=site_address("accounts.sign_in"))
    advice = _("Each code works once, in place of the code from your app. Keep them where nobody else looks.")
    return "\n".join([head, advice, "", *made, ""])
