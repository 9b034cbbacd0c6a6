"""Which addresses people may link to: http, https, mailto, and pages of this site."""

import html
from urllib.parse import urlsplit

_SCHEMES = frozenset({"http", "https", "mailto"})


def is_safe_link(url: str) -> bool:
    """Say whether `url`, as typed or as an HTML attribute value, may become a link.

    A colon before the first slash ends a scheme, and only three schemes are known. A web address must name
    its host, and may not carry a name before it: https://bank.example@evil.example leads to evil.example.
    Character references are read, so that none of them hides a colon.
    """
    url = html.unescape(url).replace("\\", "/")
    scheme, colon, rest = url.partition("/")[0].partition(":")
    if not colon:
        return not url.startswith("//") or _names_plain_host(url)
    if scheme.lower() == "mailto":
        return bool(rest)
    return scheme.lower() in _SCHEMES and _names_plain_host(url)


def host_of(url: str) -> str:
    """Return the name of the site an address leads to, without "www."; "" when it names none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _names_plain_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc
