"""A small board in which every role has something to ask for, and the values that stand in addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.businesses.models import STAFF, Membership
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.posts.models import HELD
from tests.comments.steps import make_comment
from tests.database import scalar, write
from tests.factories import make_business, make_challenge, make_idea, make_update, make_user

ROLES = ("visitor", "member", "author", "owner", "staff", "moderator", "admin", "silenced", "suspended")


@dataclass
class World:
    """The people by role, and what the names in a rule stand for."""

    people: dict[str, User | None] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def path(self, rule: str, names: set[str], endpoint: str) -> str:
        """Return the address of a rule in this world; what nobody has is a value that leads nowhere."""
        path = rule
        for name in names:
            own = self.values.get(f"{endpoint}:{name}", self.values.get(f"{rule.split('/')[1]}:{name}"))
            path = _filled(path, name, str(self.values.get(name, 1) if own is None else own))
        return path


def make_world() -> World:
    """Make the people, a business with an open challenge, an idea, a comment, news, and something held."""
    people: dict[str, User | None] = {role: make_user(role) for role in ROLES if role not in ("visitor", *_MARKED)}
    people["visitor"] = None
    people |= {role: make_user(role, **columns()) for role, columns in _MARKED.items()}
    owner, author, staff = people["owner"], people["author"], people["staff"]
    assert owner
    assert author
    assert staff
    business = make_business(owner, verified_at=now())
    write(lambda: db.session.add(Membership(business_id=business.id, user_id=staff.id, role=STAFF)))
    challenge = make_challenge(business, owner=owner)
    idea = make_idea(challenge, author)
    held = make_idea(challenge, author, status=HELD)
    return World(
        people,
        {
            "idea_id": idea.id,
            "post_id": idea.id,
            "comment_id": make_comment(idea, author).id,
            "update_id": make_update(challenge, owner).id,
            "challenge_id": challenge.id,
            "business_id": business.id,
            "number": 1,
            "slug": challenge.slug,
            "usaha:slug": business.slug,
            "i:slug": idea.slug,
            "handle": author.handle,
            "case_id": scalar(select(Case.id).where(Case.post_id == held.id)),
            "moderation.told:post_id": held.id,
            "person_id": author.id,
            "user_id": staff.id,
            "token": "nobody-has-this",
            "code": "zzzz",
            "kind": "abuse",
            "digest": "0",
            "file": "nobody-has-this.webp",
            "name": "192",
        },
    )


_MARKED: dict[str, Any] = {
    "moderator": lambda: {"is_moderator": True},
    "admin": lambda: {"is_admin": True},
    "silenced": lambda: {"silenced_until": now() + timedelta(days=1)},
    "suspended": lambda: {"suspended_at": now()},
}


def _filled(path: str, name: str, value: str) -> str:
    """Put a value in the place of `<name>` or `<converter:name>`."""
    begin, end = _place(path, name)
    return path[:begin] + value + path[end:]


def _place(path: str, name: str) -> tuple[int, int]:
    for begin in (place for place, sign in enumerate(path) if sign == "<"):
        end = path.index(">", begin) + 1
        if path[begin + 1 : end - 1].rpartition(":")[2] == name:
            return begin, end
    raise ValueError(f"no <{name}> in {path}")
