"""Handlers of comments: importing their modules attaches them to the one blueprint."""

from ideaboard.comments import change_routes, read_routes, write_routes
from ideaboard.comments.blueprint import bp

__all__ = ["bp", "change_routes", "read_routes", "write_routes"]
