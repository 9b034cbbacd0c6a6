"""Which language, theme and amount of data a reader gets: query, account, cookie, browser, default."""

from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import get_locale
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


def saves_data() -> bool:
    """Say whether photos wait for a tap, by choice or because the browser asks; the answer then varies by that."""
    if not has_request_context():
        return False
    g.varies_by_saving = True
    return asks_to_save_data() or request.headers.get("Save-Data", "").strip().lower() == "on"


def keep_display_cookie(response: Response, name: str, value: str) -> None:
    """Keep a display choice on this device for a year."""
    response.set_cookie(
        name, value, max_age=YEAR, secure=current_app.config["PRODUCTION"], httponly=True, samesite="Lax"
    )


def init_locale(app: Flask) -> None:
    """Bind Babel and remember a language that was asked for by link."""
    babel.init_app(app, locale_selector=choose_locale)
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
