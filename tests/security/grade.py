"""The grade of an answer by the rules that Mozilla publishes for its HTTP Observatory: 100 points, A+ from 100.

Penalties come first; what is extra counts only for answers that have 90 points without it. Whether plain http is
sent on to https is decided by the proxy in front, so it is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

SIX_MONTHS = 15_768_000
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
PUBLIC_REFERRERS = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}


def grade_of(answer: TestResponse, host: str) -> tuple[str, int, list[str]]:
    """Return the letter, the points and the reasons for points that were lost."""
    found = [*_policy(answer), *_frames(answer), *_transport(answer), *_cookies(answer), *_sharing(answer)]
    found += _content(answer, host)
    lost = [(points, why) for points, why in found if points < 0]
    score = 100 + sum(points for points, _ in lost)
    if score >= 90:
        score += sum(points for points, _ in found if points > 0)
    return _letter(score), score, [why for _, why in lost]


def _letter(score: int) -> str:
    steps = (
        (100, "A+"),
        (90, "A"),
        (85, "A-"),
        (80, "B+"),
        (70, "B"),
        (65, "B-"),
        (60, "C+"),
        (50, "C"),
        (30, "D"),
    )
    return next((letter for least, letter in steps if score >= least), "F")


def _directives(answer: TestResponse) -> dict[str, set[str]]:
    parts = [part.split() for part in answer.headers.get("Content-Security-Policy", "").split(";")]
    return {part[0].lower(): set(part[1:]) for part in parts if part}


def _frames(answer: TestResponse) -> Iterator[tuple[int, str]]:
    if "frame-ancestors" in _directives(answer):
        yield 5, "nobody frames it, by the policy"
    elif answer.headers.get("X-Frame-Options", "").upper() not in {"DENY", "SAMEORIGIN"}:
        yield -20, "anybody may frame it"


def _policy(answer: TestResponse) -> Iterator[tuple[int, str]]:
    policy = _directives(answer)
    if not policy:
        yield -25, "no content security policy"
        return
    default = policy.get("default-src", {"*"})
    script, style, object_ = (policy.get(f"{kind}-src", default) for kind in ("script", "style", "object"))
    if (script | object_) & {"'unsafe-inline'", "*", "https:", "http:", "data:"}:
        yield -20, "scripts from anywhere or inside the page"
    elif "'unsafe-eval'" in script:
        yield -10, "scripts may make scripts"
    elif any(source.startswith("http:") for sources in policy.values() for source in sources):
        yield -20, "something over http"
    elif "'unsafe-inline'" not in style:
        yield (10 if default == {"'none'"} else 5), "a good policy"


def _transport(answer: TestResponse) -> Iterator[tuple[int, str]]:
    age = re.search(r"max-age=(\d+)", answer.headers.get("Strict-Transport-Security", ""))
    if age is None:
        yield -20, "no strict transport security"
    elif int(age[1]) < SIX_MONTHS:
        yield -10, "strict transport security ends too soon"


def _cookies(answer: TestResponse) -> Iterator[tuple[int, str]]:
    cookies = answer.headers.getlist("Set-Cookie")
    for cookie in cookies:
        is_session = "sess" in cookie.partition("=")[0].lower()
        flags = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
        if "secure" not in flags:
            yield (-40 if is_session else -20), "a cookie over http"
        if is_session and "httponly" not in flags:
            yield -30, "a session cookie for scripts"
        if "samesite" not in flags:
            yield -20, "a cookie for other sites"
    if cookies:
        yield 5, "careful cookies"  # counts only without the penalties above


def _sharing(answer: TestResponse) -> Iterator[tuple[int, str]]:
    headers = answer.headers
    if "Access-Control-Allow-Credentials" in headers:
        yield -50, "shared with other sites, cookies and all"
    if headers.get("Cross-Origin-Resource-Policy") in {"same-origin", "same-site"}:
        yield 10, "its own site only"
    referrers = {word.strip() for word in headers.get("Referrer-Policy", "").split(",")}
    if referrers & PUBLIC_REFERRERS:
        yield -5, "tells where people come from"
    elif referrers & PRIVATE_REFERRERS:
        yield 5, "keeps where people come from"


class _Scripts(HTMLParser):
    """Collects what scripts a page names: (address, has a hash)."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and given.get("src"):
            self.found.append((str(given["src"]), bool(given.get("integrity"))))


def _content(answer: TestResponse, host: str) -> Iterator[tuple[int, str]]:
    if answer.headers.get("X-Content-Type-Options", "").lower() != "nosniff":
        yield -5, "its type may be guessed"
    if answer.mimetype == "text/html":
        for address, has_hash in _Scripts(answer.get_data(as_text=True)).found:
            if urlsplit(address).netloc not in ("", host) and not has_hash:
                yield -5, "a script from elsewhere without its hash"
