"""Handlers of businesses: importing their modules attaches them to the one blueprint."""

from ideaboard.businesses import edit_routes, invitation_routes, page_routes, team_routes
from ideaboard.businesses.blueprint import bp

__all__ = ["bp", "edit_routes", "invitation_routes", "page_routes", "team_routes"]
