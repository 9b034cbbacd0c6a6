"""Health probes ask by address, not by the site's name: three addresses answer whatever name is asked for."""

from collections.abc import Iterable
from typing import Any

from flask import Flask

# Their answers are the same for every name and hold no address, so a forged name gains nothing.
ANSWER_TO_ANY_NAME = {"/healthz", "/readyz", "/metrics"}
_ASKED = "ideaboard.asked_host"


class Probes:
    """WSGI middleware: replaces the host name of a probe by one that TRUSTED_HOSTS holds."""

    def __init__(self, app: Any, name: str) -> None:
        self.app, self.name = app, name

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer, or let the app do so."""
        if environ.get("PATH_INFO") in ANSWER_TO_ANY_NAME:
            environ[_ASKED] = environ.get("HTTP_HOST", "")
            environ["HTTP_HOST"] = self.name
        answer: Iterable[bytes] = self.app(environ, start_response)
        return answer


def init_probes(app: Flask) -> None:
    """Let probes through; call it before anything else is put around the app."""
    trusted = app.config["TRUSTED_HOSTS"]
    if trusted:
        app.wsgi_app = Probes(app.wsgi_app, trusted[0].removeprefix("."))  # type: ignore[method-assign]


def asked_host(environ: dict[str, Any]) -> str:
    """Return the name that a request really asked for, without a port."""
    host = str(environ.get(_ASKED, environ.get("HTTP_HOST", "")))
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
