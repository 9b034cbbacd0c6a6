"""Handlers of challenges: importing their modules attaches them to the one blueprint."""

from ideaboard.challenges import cancel_routes, list_routes, poster_routes, tab_routes
from ideaboard.challenges.blueprint import bp
from ideaboard.challenges.updates import routes as update_routes
from ideaboard.challenges.wizard import delete_routes, history_routes
from ideaboard.challenges.wizard import routes as wizard_routes

__all__ = [
    "bp",
    "cancel_routes",
    "delete_routes",
    "history_routes",
    "list_routes",
    "poster_routes",
    "tab_routes",
    "update_routes",
    "wizard_routes",
]
