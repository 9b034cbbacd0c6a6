"""Which language, theme and amount of data a reader gets: query, account, cookie, browser, default."""

from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Domain, get_locale
from flask_login import current_user

from ideaboard.extensions import babel

LANGUAGES = ("id", "en")
THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600


def choose_locale() -> str:
    """Return the language of this request; outside one (jobs, commands) the default."""
    if not has_request_context():
        return str(current_app.config["LOCALE"])
    asked = request.args.get("bahasa")
    if asked in LANGUAGES:
        return str(asked)
    own = getattr(current_user, "locale", None)
    if own in LANGUAGES:
        return str(own)
    kept = request.cookies.get("bahasa")
    if kept in LANGUAGES:
        return str(kept)
    return request.accept_languages.best_match(LANGUAGES) or current_app.config["LOCALE"]


def choose_theme() -> str:
    """Return 'light', 'dark' or '' (as the device says)."""
    if not has_request_context():
        return ""
    own = getattr(current_user, "theme", None)
    theme = own if own is not None else request.cookies.get("tema", "")
    return theme if theme in THEMES else ""


def asks_to_save_data() -> bool:
    """Say whether the reader chose the data saver on this device."""
    return request.cookies.get("hemat") == "1"


def wants_less_data() -> bool:
    """Say whether photos wait for a tap: by choice, or because the browser asks."""
    return asks_to_save_data() or request.headers.get("Save-Data", "").strip().lower() == "on"


def saves_data() -> bool:
    """Say for a page whether photos wait for a tap; the answer then varies by what it depends on."""
    if not has_request_context():
        return False
    g.varies_by_saving = True
    return wants_less_data()


def keep_display_cookie(response: Response, name: str, value: str) -> None:
    """Keep a display choice on this device for a year."""
    response.set_cookie(
        name, value, max_age=YEAR, secure=current_app.config["PRODUCTION"], httponly=True, samesite="Lax"
    )


class _Catalogue(Domain):
    """The messages of this request's language, found once: the usual way looks the language up at each word."""

    def get_translations(self) -> Any:
        """Return the catalogue; another one inside `force_locale`."""
        if not g:  # Outside of any app.
            return super().get_translations()
        language, kept = get_locale(), g.get("catalogue")
        if kept is None or kept[0] is not language:
            kept = g.catalogue = (language, super().get_translations())
        return kept[1]


def init_locale(app: Flask) -> None:
    """Bind Babel and remember a language that was asked for by link."""
    babel.init_app(app, locale_selector=choose_locale)
    babel.domain_instance = _Catalogue(domain="messages")
    app.jinja_env.globals["saves_data"] = saves_data

    @app.after_request
    def remember_language(response: Response) -> Response:
        asked = request.args.get("bahasa")
        if asked in LANGUAGES and request.endpoint != "static":
            keep_display_cookie(response, "bahasa", str(asked))
            g.no_store = True
        return response

    @app.after_request
    def tell_what_it_varies_by(response: Response) -> Response:
        if g.get("varies_by_saving"):
            response.vary.update(("Save-Data", "Cookie"))
        return response

    @app.context_processor
    def offer() -> dict[str, Any]:
        return {"locale": get_locale().language, "theme": choose_theme()}
