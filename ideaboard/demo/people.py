"""The people and businesses of the demo, and the logins it prints."""

import random
import re
from datetime import datetime, timedelta
from typing import Any

from ideaboard.accounts.consents import record_consents
from ideaboard.accounts.identity import fold_email, fold_handle, handle_candidates
from ideaboard.accounts.models import User
from ideaboard.businesses.models import OWNER, STAFF, Business, Membership
from ideaboard.data.clock import now
from ideaboard.demo.board import Board
from ideaboard.demo.challenges import sector_key
from ideaboard.extensions import db
from ideaboard.screening.context import MEMBER, NEW
from ideaboard.web.markup import render_markdown

ROLES = ("owner", "staff", "member", "moderator", "admin", "newcomer")
_SINCE = timedelta(days=175)  # longer ago than the first challenge of the demo
_DISTURBERS_SINCE = timedelta(days=2)


def has_account(person: dict[str, Any]) -> bool:
    """Say whether the demo has a place for this person yet: judges come with what they do."""
    return person["role"] in ROLES


def _is_disturber(person: dict[str, Any]) -> bool:
    return str(person.get("id", "")).startswith("s")


def add_people(board: Board, password_hash: str) -> None:
    """Add everybody in the open transaction: those whom the content names can sign in, the others fill the room."""
    handles: set[str] = set()
    for person in filter(has_account, board.content["users"]):
        board.people[person["id"]] = _user(person, handles, board.chance, password_hash)
    others = [_user({**one, "role": "member"}, handles, board.chance, None) for one in board.content["members"]]
    db.session.add_all([*board.people.values(), *others])
    db.session.flush()
    for user in board.people.values():
        record_consents(user.id)


def add_businesses(board: Board) -> None:
    """Add the businesses in the open transaction, with their logos, owners and staff."""
    details = {business["name"]: business for business in board.content["businesses"]}
    first = {item["business"]: item for item in reversed(board.content["challenges"])}
    for name, item in first.items():
        owner = board.people[item["owner"]]
        logo = board.drawn[name][0].row(owner.id, owner.created_at)
        business = _business(item, details[name], owner.created_at)
        db.session.add_all([logo, business])
        db.session.flush()
        business.logo_id = logo.id
        _join(business, owner, OWNER)
        board.businesses[name] = business
    for person in board.content["users"]:
        if "works_for" in person:
            _join(board.businesses[person["works_for"]], board.people[person["id"]], STAFF)


def logins(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (role, e-mail address) of one account for each role."""
    found: dict[str, str] = {}
    for person in content["users"]:
        if "email" in person:
            found.setdefault(person["role"], address(person["email"]))
    return [(role, found[role]) for role in ROLES]


def address(local: str) -> str:
    """Return an address that reaches nobody."""
    return f"{local}@contoh.example"


def _user(person: dict[str, Any], handles: set[str], chance: random.Random, password_hash: str | None) -> User:
    handle = next(name for name in handle_candidates(person["name"]) if fold_handle(name) not in handles)
    handles.add(fold_handle(handle))
    email = address(person.get("email", handle))
    is_new = person["role"] == "newcomer"
    since = now() - _age(person, chance)
    return User(
        name=person["name"],
        handle=handle,
        handle_key=fold_handle(handle),
        email=email,
        email_key=fold_email(email),
        email_confirmed_at=None if is_new else since + timedelta(minutes=chance.randrange(2, 600)),
        password_hash=password_hash,
        city=person["city"],
        zone=person["zone"],
        trust_level=NEW if is_new else MEMBER,
        is_moderator=person["role"] == "moderator",
        is_admin=person["role"] == "admin",
        created_at=since,
    )


def _age(person: dict[str, Any], chance: random.Random) -> timedelta:
    if _is_disturber(person):
        return _DISTURBERS_SINCE
    return timedelta(hours=1) if person["role"] == "newcomer" else _SINCE + timedelta(hours=chance.randrange(2000))


def _business(challenge: dict[str, Any], details: dict[str, Any], since: datetime) -> Business:
    return Business(
        slug=re.sub(r"[^a-z0-9]+", "-", challenge["business"].lower()),
        name=challenge["business"],
        city=challenge["city"],
        sector=sector_key(challenge["sector"]),
        zone=challenge["zone"],
        about=details["about"],
        about_html=render_markdown(details["about"]),
        contact=details["contact"],
        created_at=since + timedelta(hours=2),
        verified_at=since + timedelta(hours=20),
    )


def _join(business: Business, person: User, role: str) -> None:
    joined = max(business.created_at, person.created_at)
    db.session.add(Membership(business_id=business.id, user_id=person.id, role=role, joined_at=joined))
