"""Handlers of accounts: importing their modules attaches them to the one blueprint."""

from ideaboard.accounts import (
    closing_routes,
    confirm_routes,
    password_routes,
    profile_routes,
    session_routes,
    sign_in_routes,
    sign_up_routes,
)
from ideaboard.accounts.blueprint import bp

__all__ = [
    "bp",
    "closing_routes",
    "confirm_routes",
    "password_routes",
    "profile_routes",
    "session_routes",
    "sign_in_routes",
    "sign_up_routes",
]
