"""When somebody added pictures: what their quota is counted from, asked for each new one."""

from typing import Any

from sqlalchemy import Select, select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.media.service import before_keeping
from ideaboard.posts.quotas import PICTURE, counted, take


@counted(PICTURE)
def times_of_pictures(person_id: int) -> Select[Any]:
    """Select when this person added the pictures that are there."""
    return select(Picture.created_at).where(Picture.owner_id == person_id)


@before_keeping
def must_have_room(owner_id: int) -> None:
    """Raise TooFast when this person added many pictures lately."""
    take(db.session.get_one(User, owner_id), PICTURE)
