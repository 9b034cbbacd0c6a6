"""The mails that accounts send. No name in those that strangers can cause: it would carry their words."""

from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _

from ideaboard.accounts import links
from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.jobs.mail import post_mail


def site_address(endpoint: str, **values: object) -> str:
    """Return a whole address for a mail, under IDEABOARD_BASE_URL and never the Host header."""
    base = urlsplit(current_app.config["BASE_URL"])
    return current_app.url_map.bind(base.netloc, url_scheme=base.scheme).build(
        endpoint, values, force_external=True
    )


def mail_link(user: User, purpose: str, token: str, *, to: str | None = None) -> None:
    """Mail a link for one of the purposes of links.py."""
    subjects = {
        links.CONFIRM: lambda: _("Confirm your e-mail address"),
        links.CHANGE_EMAIL: lambda: _("Confirm your new e-mail address"),
        links.SIGN_IN: lambda: _("Your sign-in link"),
        links.RESET: lambda: _("Choose a new password"),
        links.CLOSE: lambda: _("Close your account"),
    }
    endpoints = {
        links.CONFIRM: "accounts.confirm",
        links.CHANGE_EMAIL: "accounts.confirm",
        links.SIGN_IN: "accounts.sign_in_link",
        links.RESET: "accounts.new_password",
        links.CLOSE: "accounts.close_by_link",
    }
    address = site_address(endpoints[purpose], token=token)
    post_mail(to or user.email, purpose, locale=user.locale, subject=subjects[purpose], address=address)


def mail_already_member(user: User) -> None:
    """Tell the owner of an address that someone tried to sign up with it; at most once a day."""
    post_mail(
        user.email,
        "already_member",
        locale=user.locale,
        subject=lambda: _("You already have an account"),
        dedupe_key=f"already-member:{user.id}:{now().date()}",
        sign_in=site_address("accounts.sign_in"),
        reset=site_address("accounts.forgot_password"),
    )


def mail_password_changed(user: User) -> None:
    """Tell a person that the password was changed."""
    post_mail(
        user.email,
        "password_changed",
        locale=user.locale,
        subject=lambda: _("Your password was changed"),
        reset=site_address("accounts.forgot_password"),
    )


def mail_email_changing(user: User, *, old: str, done: bool) -> None:
    """Tell the old address that another one was asked for, or has taken its place."""
    post_mail(
        old,
        "email_changed" if done else "email_changing",
        locale=user.locale,
        subject=lambda: _("Your e-mail address was changed") if done else _("A new e-mail address was asked for"),
        sessions=site_address("accounts.sessions"),
        reset=site_address("accounts.forgot_password"),
    )
