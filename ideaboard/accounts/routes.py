"""Handlers of accounts: importing their modules attaches them to the one blueprint."""

from ideaboard.accounts import (
    closing_routes,
    confirm_routes,
    password_routes,
    profile_routes,
    session_routes,
    sign_in_routes,
    sign_up_routes,
    silence,
)
from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.privacy import routes as privacy_routes
from ideaboard.accounts.privacy import unsubscribing
from ideaboard.accounts.two_step import required as two_step_required
from ideaboard.accounts.two_step import routes as two_step_routes
from ideaboard.accounts.two_step import sign_in_routes as second_step_routes

__all__ = [
    "bp",
    "closing_routes",
    "confirm_routes",
    "password_routes",
    "privacy_routes",
    "profile_routes",
    "second_step_routes",
    "session_routes",
    "sign_in_routes",
    "sign_up_routes",
    "silence",
    "two_step_required",
    "two_step_routes",
    "unsubscribing",
]
