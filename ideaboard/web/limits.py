"""How many requests a person or a network may send: a moving window, exact across processes.

Sign-in, sign-up and mailed links have limits of their own in the main database (accounts/throttles.py).
"""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from ideaboard.data.clock import now
from ideaboard.web import limit_storage  # noqa: F401  it makes its kinds of storage known
from ideaboard.web.problems import TooFast
from ideaboard.web.signing import keyed_hash, network
from ideaboard.web.waits import try_again

View = TypeVar("View", bound=Callable[..., Any])
SEARCH, PREVIEW, PICTURES, REST = "search", "preview", "pictures", "rest"
# In a minute: for a person, and for visitors of a network. Carriers put thousands behind one address, so what is
# narrow is counted by browser there; what no page shows alone, its pictures, has room of its own.
PER_MINUTE = {SEARCH: (30, 30), PREVIEW: (20, 20), PICTURES: (1500, 3000), REST: (300, 600)}
BY_BROWSER = {SEARCH, PREVIEW}
UNLIMITED = {"static", "health.alive", "health.ready", "metrics.show"}
SENTENCES = {
    SEARCH: _l("You can search %(most)s times in a minute, and none is left."),
    PREVIEW: _l("Similar ideas can be looked up %(most)s times in a minute, and none is left."),
}
OTHERWISE = _l("You can open %(most)s pages in a minute, and none is left.")


def limited_as(pace: str) -> Callable[[View], View]:
    """Mark a handler that is counted by itself: one of PER_MINUTE."""

    def mark(view: View) -> View:
        view.pace = pace  # type: ignore[attr-defined]
        return view

    return mark


def init_limits(app: Flask) -> None:
    """Count every request before anything else is done for it, unless the setting says that others do."""
    app.after_request(_tell_when)
    if not app.config["THROTTLES"]:
        return
    windows = MovingWindowRateLimiter(storage_from_string(_storage(app), **_patience(app)))
    app.before_request(lambda: _count(windows))


def _count(windows: MovingWindowRateLimiter) -> None:
    """Count this request. Raises TooFast when there is no room for it."""
    if request.endpoint in UNLIMITED:
        return
    person = _person_id()
    limit, key = _minute(PER_MINUTE[_pace()][0 if person else 1]), _who(person)
    if not windows.hit(limit, key):
        _refuse(limit, windows.get_window_stats(limit, key).reset_time)


@lru_cache(maxsize=32)
def _minute(most: int) -> RateLimitItem:
    return RateLimitItemPerMinute(most)


def _storage(app: Flask) -> str:
    return f"open+{app.config['REDIS_URL'] or 'sqlite://' + str(app.config['INSTANCE'] / 'limits.db')}"


def _patience(app: Flask) -> dict[str, Any]:
    """Return how a Redis is asked: one that does not answer must not hold anybody up."""
    if not app.config["REDIS_URL"]:
        return {}
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {"socket_connect_timeout": 0.3, "socket_timeout": 0.3, "retry": Retry(NoBackoff(), 0)}


def _pace() -> str:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "pace", REST)


def _who(person_id: int) -> str:
    """Return whose requests are counted: a person's, else a network's. Only keyed hashes leave this process."""
    if person_id:
        return f"{_pace()}:p{person_id}"
    browser = request.headers.get("User-Agent", "") if _pace() in BY_BROWSER else ""
    return f"{_pace()}:n{keyed_hash('limits', network(), browser).hex()[:32]}"


def _person_id() -> int:
    """Return who is signed in, or 0; without a cookie neither session nor database is asked."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return 0
    return int(current_user.id) if current_user.is_authenticated else 0


def _refuse(limit: RateLimitItem, reset_time: float) -> None:
    most = limit.amount
    wait = timedelta(seconds=max(1.0, reset_time - now().timestamp()))
    raise TooFast(f"{SENTENCES.get(_pace(), OTHERWISE) % {'most': most}} {try_again(wait)}", wait, most)


def _tell_when(response: Response) -> Response:
    """Say in headers too how much is left and when there is more; for refusals that a handler caught as well."""
    problem = g.get("too_fast")
    if response.status_code == TooFast.code and problem is not None:
        seconds = str(problem.seconds)
        response.headers["Retry-After"] = response.headers["RateLimit-Reset"] = seconds
        response.headers["RateLimit-Remaining"] = "0"
        if problem.most:
            response.headers["RateLimit-Limit"] = str(problem.most)
    return response
