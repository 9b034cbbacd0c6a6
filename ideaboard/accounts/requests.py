"""Links that people ask for by typing an address: the request only notes the wish, the worker looks it up.

So the answer takes the same time and says the same whether the address has an account or not.
"""

from typing import Any

from sqlalchemy import select

from ideaboard.accounts import links, mails
from ideaboard.accounts.identity import fold_email
from ideaboard.accounts.models import User
from ideaboard.accounts.queries import person_by_email
from ideaboard.accounts.throttles import RESEND, RESET, SIGN_IN_LINK, take
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.outbox import handles, post_message

LIMITS = {links.RESET: RESET, links.CONFIRM: RESEND, links.SIGN_IN: SIGN_IN_LINK}


def ask_for_link(purpose: str, email: str, *, carrying: dict[str, Any] | None = None) -> None:
    """Note that someone wants a link of this purpose for this address. Raises TooFast."""
    with transaction():
        take((LIMITS[purpose], fold_email(email)))
        post_message("account-link", {"purpose": purpose, "email": fold_email(email), "carrying": carrying})


def ask_for_new_email(user: User, email: str) -> None:
    """Note that a person wants this new address. Raises TooFast."""
    with transaction():
        take((RESEND, user.email_key))
        post_message("account-new-email", {"user_id": user.id, "email": email})


def ask_to_close(user: User) -> None:
    """Note that a person without a password wants to close the account. Raises TooFast."""
    with transaction():
        take((RESEND, user.email_key))
        token = links.issue(user, links.CLOSE)
        mails.mail_link(user, links.CLOSE, token)


@handles("account-link")
def send_link(payload: dict[str, Any]) -> None:
    """Mail the link if there is an account that can use it."""
    purpose = payload["purpose"]
    with transaction():
        person = person_by_email(payload["email"])
        if person is None or (purpose == links.CONFIRM and person.is_confirmed):
            return
        token = links.issue(person, purpose, carrying=payload["carrying"])
        mails.mail_link(person, purpose, token)


@handles("account-new-email")
def send_new_email_link(payload: dict[str, Any]) -> None:
    """Mail the new address its link, and the old one a warning; an address in use hears what was tried."""
    with transaction():
        person = db.session.scalar(select(User).where(User.id == payload["user_id"], User.closed_at.is_(None)))
        if person is None:
            return
        holder = person_by_email(payload["email"])
        if holder is not None and holder.id != person.id:
            mails.mail_already_member(holder)
        else:
            token = links.issue(person, links.CHANGE_EMAIL, email=payload["email"])
            mails.mail_link(person, links.CHANGE_EMAIL, token, to=payload["email"])
        mails.mail_email_changing(person, old=person.email, done=False)
