"""The requests of every row, as a browser would send them."""

from __future__ import annotations

import math
import urllib.request
from collections.abc import Iterator

from tests.bench.speed.load import Load, request_bytes
from tests.bench.speed.world import World

BROWSER = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Mobile",
    "Accept-Language": "id",
    "Accept-Encoding": "identity",
}
TWO_WORDS, RARE_WORD = "keripik pedas", "4321"
VISITORS = 16  # orders of the shuffle that visitors get


def pages(*paths: str, **headers: str) -> Load:
    """Ask for these pages, one after the other."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return Load([request_bytes("GET", path, {**BROWSER, **more}) for path in paths])


def unchanged(path: str, port: int) -> Load:
    """Ask for a page that the browser still has."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=BROWSER)
    with urllib.request.urlopen(asked, timeout=10) as answer:
        tag = answer.headers["ETag"] or ""
    return pages(path, If_None_Match=tag)


def shuffled(world: World) -> list[str]:
    """Return the first page of the board in each order that visitors get."""
    return [f"{world.board}?acak={number}" for number in range(VISITORS)]


def signed_in(world: World, path: str) -> Load:
    """Ask for a page as many people in turn."""
    return Load([request_bytes("GET", path, {**BROWSER, "Cookie": member.cookies}) for member in world.members])


def votes(world: World, count: int = 60_000) -> Load:
    """Support ideas as htmx does it: each person another one every time, never the same and never their own."""
    return Load(list(_votes(world, count)))


def _votes(world: World, count: int) -> Iterator[bytes]:
    crowd, ideas = world.members, world.ideas
    # A step that has no divisor in common with the number of ideas meets every idea once.
    step = next(number for number in range(len(ideas) // 3, len(ideas)) if math.gcd(number, len(ideas)) == 1)
    for number in range(count):
        member = crowd[number % len(crowd)]
        ident, author = ideas[(number // len(crowd) * step + number % len(crowd)) % len(ideas)]
        if author != member.user_id:
            body = f"csrf_token={member.token}&back={world.board}&shown={ident}".encode()
            headers = {**BROWSER, "Cookie": member.cookies, "HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
            yield request_bytes("POST", f"/i/{ident}/dukung", headers, body)
