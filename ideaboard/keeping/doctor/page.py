"""Does a page arrive with its security headers, and everything that it names?"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from ideaboard.config import ROOT
from ideaboard.keeping.doctor.findings import some
from ideaboard.web.headers import CSP

HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_ASSET = re.compile(r'(?:src|href)="(/static/[^"#]+)')


def headers() -> Iterator[str]:
    """Ask this app for its first page and look at the headers."""
    answer = _get("/")
    if answer.status_code != 200:
        yield f"the first page answers {answer.status_code}: read the log of the server"
        return
    wrong = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    if current_app.config["PRODUCTION"] and "max-age=" not in answer.headers.get("Strict-Transport-Security", ""):
        wrong.append("Strict-Transport-Security")
    if wrong:
        yield f"the first page comes with a wrong or without its {some(wrong, 9)}: undo what changes answers"


def assets() -> Iterator[str]:
    """Find files that the first page names and that are not there, and a missing htmx."""
    text = _get("/").get_data(as_text=True).replace("&amp;", "&")
    named = sorted(set(_ASSET.findall(text)))
    missing = [urlsplit(address).path for address in named if _get(address).status_code != 200]
    if not (ROOT / (current_app.static_folder or "") / "vendor" / "htmx.min.js").is_file():
        missing.append("/static/vendor/htmx.min.js")
    if missing:
        yield f"{some(missing)} is missing: install the package again"


def _get(address: str) -> Any:
    return current_app.test_client().get(address, base_url=current_app.config["BASE_URL"], buffered=True)
