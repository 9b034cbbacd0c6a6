"""Is the board set up as one that people depend on?"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import func, select

from ideaboard.accounts.models import User
from ideaboard.extensions import db

_AT_HOME = {"127.0.0.1", "localhost", "::1"}
_EXAMPLES = re.compile(r"change.?me|secret|example|password|rahasia|test|12345", re.IGNORECASE)
LEAST_LETTERS = 12  # different characters in a secret
LEAST_MODERATORS = 2


def settings() -> Iterator[str]:
    """Find settings that are fine for trying out and not for the internet."""
    config = current_app.config
    if not config["PRODUCTION"]:
        if urlsplit(config["BASE_URL"]).hostname not in _AT_HOME:
            yield "IDEABOARD_BASE_URL is http://: serve over TLS and set the https:// address"
        return
    secrets = [config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"]]
    if any(len(set(secret)) < LEAST_LETTERS or _EXAMPLES.search(secret) for secret in secrets):
        yield "IDEABOARD_SECRET_KEY can be guessed: take 48 random characters (`openssl rand -base64 36`)"
    if urlsplit(config["BASE_URL"]).hostname in _AT_HOME:
        yield "IDEABOARD_BASE_URL names this machine: set the address that people use, links in mails begin with it"
    if not config["SECURITY_CONTACT"]:
        yield "IDEABOARD_SECURITY_CONTACT is empty: set where people who find a security hole can write to"
    if config["MAIL_URL"].startswith("console"):
        yield "IDEABOARD_MAIL_URL is console:, no mail leaves this machine: set smtp://… or smtps://…"
    if config["MAIL_FROM"].rstrip(">").endswith("@localhost"):
        yield "IDEABOARD_MAIL_FROM is an address of localhost, which no server takes: set one of your domain"


def moderators() -> Iterator[str]:
    """Find a board with fewer than two people who can decide: appeals and conflicts of interest need another."""
    can = (User.is_moderator | User.is_admin, User.closed_at.is_(None), User.suspended_at.is_(None))
    there = db.session.scalar(select(func.count()).select_from(User).where(*can)) or 0
    if there < LEAST_MODERATORS:
        yield f"{there} of {LEAST_MODERATORS} moderators: run `ideaboard role EMAIL add moderator`"
