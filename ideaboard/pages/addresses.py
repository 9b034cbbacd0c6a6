"""Whole addresses for feeds, the sitemap and what links show: under IDEABOARD_BASE_URL, never the Host header."""

from flask import current_app

from ideaboard.pages.blueprint import bp


@bp.app_template_global()
def absolute(path: str) -> str:
    """Return the whole address of a path on this site."""
    return f"{current_app.config['BASE_URL']}{path}"
