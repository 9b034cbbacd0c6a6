"""Who takes part: members with sessions, and a board with ideas to support and talk about."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass
from functools import cache

from ideaboard.accounts.models import User
from ideaboard.accounts.passwords import hash_password
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from tests.database import write
from tests.factories import make_challenge, make_idea
from tests.faults.client import Client
from tests.faults.running import Site

PASSWORD = "sambal seruit pedas manis"
TRUSTED = 3  # so that quotas leave room for a crowd of writes
_SYLLABLES = (
    "ba",
    "ke",
    "li",
    "mo",
    "nu",
    "pa",
    "ri",
    "so",
    "ta",
    "wi",
    "du",
    "ge",
    "ha",
    "ji",
    "la",
    "me",
    "na",
    "pu",
)


@dataclass
class Member:
    """A person and the browser they are signed in with."""

    person: User
    client: Client


@dataclass
class Board:
    """A challenge that takes ideas and support, with some ideas by other people."""

    challenge: Challenge
    ideas: list[Idea]


def make_members(site: Site, number: int, source: str) -> list[Member]:
    """Make members who are trusted, signed in, and send from one address."""
    people = [_person() for _ in range(number)]
    write(lambda: db.session.add_all(people))
    return [Member(person, site.signed_in(person, source=source)) for person in people]


def make_board(number: int = 12) -> Board:
    """Make a challenge with ideas, each by an author of its own."""
    challenge = make_challenge()
    return Board(challenge, [make_idea(challenge) for _ in range(number)])


def some_text(words: int, rng: random.Random) -> str:
    """Return words that nobody said before, so that no text is like another one."""
    return " ".join("".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(words)).capitalize()


def _person() -> User:
    name = f"warga-{secrets.token_hex(6)}"
    return User(
        name="Warga Uji",
        handle=name,
        handle_key=name.replace("-", ""),
        email=f"{name}@contoh.example",
        email_key=f"{name}@contoh.example",
        email_confirmed_at=now(),
        password_hash=_password_hash(),
        trust_level=TRUSTED,
    )


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)
