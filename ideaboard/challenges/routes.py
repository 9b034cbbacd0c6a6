"""Handlers of challenges: importing their modules attaches them to the one blueprint."""

from ideaboard.challenges import cancel_routes, list_routes, tab_routes
from ideaboard.challenges.blueprint import bp

__all__ = ["bp", "cancel_routes", "list_routes", "tab_routes"]
