"""/metrics: numbers for Prometheus, counted as requests are answered and looked up when they are asked for."""

import hmac
import logging
from bisect import bisect_left
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, request

from ideaboard.web.cells import Cells
from ideaboard.web.probes import asked_host

log = logging.getLogger("ideaboard.metrics")
bp = Blueprint("metrics", __name__)

CLASSES = ("2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds
WIDTH = len(CLASSES) + len(BOUNDS) + 2  # and the last bucket, and the sum of seconds
UNKNOWN = "unknown"  # an address that is none of ours
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
Number = Callable[[], float | None]
# name -> help, type and how to find it
_numbers: dict[str, tuple[str, str, Number]] = {}
_counters: list[tuple[str, str]] = []


def number(name: str, about: str) -> Callable[[Number], Number]:
    """Register what is looked up at each scrape; None, or an error, leaves it out."""

    def register(find: Number) -> Number:
        _numbers[name] = (about, "gauge", find)
        return find

    return register


def counter(name: str, about: str) -> Callable[[Flask], None]:
    """Register something that happens now and then; the returned function counts it, in any process."""
    place = len(_counters)
    _counters.append((name, about))
    return lambda app: _cells(app)[1].add((place, 1.0))


def note_request(app: Flask, endpoint: str | None, status: int, seconds: float) -> None:
    """Count one answered request."""
    places, cells = _cells(app)
    place = places.get(endpoint or UNKNOWN, places[UNKNOWN])
    kind = min(max(status // 100, 2), 5) - 2
    bucket = len(CLASSES) + bisect_left(BOUNDS, seconds)
    cells.add((place + kind, 1.0), (place + bucket, 1.0), (place + WIDTH - 1, seconds))


@number("ideaboard_database_connections", "Connections that this process uses right now.")
def connections() -> float:
    """Ask the pools of the primary and the replica; a pool that keeps none has none to tell of."""
    return float(sum(engine.pool.checkedout() for engine in current_app.extensions["engines"]))


def init_metrics(app: Flask) -> None:
    """Register the address."""
    app.register_blueprint(bp)


def _cells(app: Flask) -> tuple[dict[str, int], Cells]:
    """Return where each endpoint's numbers begin, and the numbers; laid out when every handler is known."""
    made: tuple[dict[str, int], Cells] | None = app.extensions.get("cells")
    if made is None:
        names = [UNKNOWN, *sorted(app.view_functions)]
        places = {name: len(_counters) + WIDTH * index for index, name in enumerate(names)}
        layout = [*(name for name, _ in _counters), *names, *map(str, BOUNDS)]
        made = (places, Cells(app.config["INSTANCE"] / "metrics", layout, len(_counters) + WIDTH * len(names)))
        app.extensions["cells"] = made
    return made


@bp.get("/metrics")
def show() -> Response:
    """For who has the token; without a token for this machine only, asked directly."""
    if not _may_read():
        abort(404)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    text = "\n".join([*_of_requests(app), *_of_now(), ""])
    return Response(text, mimetype="text/plain; version=0.0.4", headers={"Cache-Control": "no-store"})


def _may_read() -> bool:
    token = current_app.config["METRICS_TOKEN"]
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    original: dict[str, Any] = request.environ.get("werkzeug.proxy_fix.orig", request.environ)
    # A proxy on this machine comes from this machine too; it passes on whom it speaks for, or a public name.
    asked_directly = not any(name in request.headers for name in FORWARDED)
    here = _is_loopback(original.get("REMOTE_ADDR") or "") and _is_loopback(asked_host(request.environ))
    return asked_directly and here


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _of_requests(app: Flask) -> Iterator[str]:
    places, cells = _cells(app)
    totals = cells.totals()
    for place, (name, about) in enumerate(_counters):
        yield from _headed(name, about, "counter")
        yield f"{name} {totals[place]:g}"
    used = [
        (name, totals[place : place + WIDTH]) for name, place in places.items() if any(totals[place : place + 4])
    ]
    yield from _headed("ideaboard_requests_total", "Requests answered.", "counter")
    for name, own in used:
        for kind, count in zip(CLASSES, own, strict=False):
            if count:
                yield f'ideaboard_requests_total{{endpoint="{name}",status="{kind}"}} {count:.0f}'
    yield from _headed("ideaboard_request_seconds", "Time from request to answer.", "histogram")
    for name, own in used:
        yield from _histogram(name, own[len(CLASSES) :])


def _histogram(endpoint: str, own: list[float]) -> Iterator[str]:
    below = 0.0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), own, strict=False):
        below += count
        yield f'ideaboard_request_seconds_bucket{{endpoint="{endpoint}",le="{bound}"}} {below:.0f}'
    yield f'ideaboard_request_seconds_sum{{endpoint="{endpoint}"}} {own[-1]:.6f}'
    yield f'ideaboard_request_seconds_count{{endpoint="{endpoint}"}} {below:.0f}'


def _of_now() -> Iterator[str]:
    for name, (about, kind, find) in _numbers.items():
        try:
            value = find()
        except Exception as error:  # What cannot be looked up now is left out; the others still tell.
            log.warning("%s is not known: %s", name, type(error).__name__)
            continue
        if value is not None:
            yield from _headed(name, about, kind)
            yield f"{name} {value:g}"


def _headed(name: str, about: str, kind: str) -> tuple[str, str]:
    return f"# HELP {name} {about}", f"# TYPE {name} {kind}"
