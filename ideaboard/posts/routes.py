"""Handlers of posts of any kind: importing their modules attaches them to the one blueprint."""

from ideaboard.posts import picture_routes, source_routes
from ideaboard.posts.blueprint import bp

__all__ = ["bp", "picture_routes", "source_routes"]
