"""What the parts of the demo share while they load: the content, its dates, and what was made so far."""

import json
import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Business
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.demo.files import Drawn
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import Post, PostVersion
from ideaboard.web.formats import zone_info

Content = dict[str, Any]


def read_content() -> Content:
    """Return the content file: our own invention, in Indonesian."""
    content: Content = json.loads(Path(__file__).with_name("content.json").read_text())
    return content


@dataclass
class Board:
    """One loading. The same content makes the same rows, but for ids, secrets and the date."""

    content: Content
    drawn: dict[str, list[Drawn]]
    chance: random.Random
    today: date = field(default_factory=lambda: now().astimezone(zone_info("WIB")).date())
    people: dict[str, User] = field(default_factory=dict)
    businesses: dict[str, Business] = field(default_factory=dict)
    challenges: dict[str, Challenge] = field(default_factory=dict)
    ideas: dict[str, Idea] = field(default_factory=dict)

    def at(self, days: int, hour: int, zone: str, minute: int = 0) -> datetime:
        """Return a moment on a day counted from today, by the clock of `zone`."""
        return datetime.combine(self.today + timedelta(days=days), time(hour, minute), zone_info(zone))


def move_to(post: Post, begun: datetime, published: datetime) -> None:
    """Make a post and its versions, one every seven hours, as old as they are said to be."""
    post.created_at = begun
    if post.published_at is not None:
        post.published_at = published
    db.session.flush()
    for version in db.session.scalars(select(PostVersion).where(PostVersion.post_id == post.id)):
        version.created_at = begun + timedelta(hours=7 * (version.number - 1))
    if post.version > 1:
        post.edited_at = begun + timedelta(hours=7 * (post.version - 1))
