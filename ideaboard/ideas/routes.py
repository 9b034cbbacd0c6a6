"""Handlers of ideas: importing their modules attaches them to the one blueprint."""

from ideaboard.ideas import change_routes, history_routes, send_routes, similar_routes
from ideaboard.ideas.blueprint import bp

__all__ = ["bp", "change_routes", "history_routes", "send_routes", "similar_routes"]
