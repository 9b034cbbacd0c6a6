"""The ideas of the demo, with their versions and pictures."""

import re
from datetime import datetime

from ideaboard.accounts.models import User
from ideaboard.challenges.licences import LICENCES
from ideaboard.challenges.models import Challenge
from ideaboard.demo.board import Board, Content, move_to
from ideaboard.demo.files import attach_drawn
from ideaboard.ideas.forms import BODY, IdeaText
from ideaboard.ideas.models import Idea
from ideaboard.ideas.texts import put_text
from ideaboard.posts.models import PUBLISHED
from ideaboard.posts.service import revise, submit


def add_ideas(board: Board) -> None:
    """Add every idea in the open transaction, the oldest first; merged and chosen ones are ideas like any other."""
    for item in sorted(board.content["ideas"], key=lambda idea: -int(idea["days_ago"])):
        idea = _idea(board, item)
        first, *later = texts_of(item)
        put_text(idea, first)
        submit(idea, first.fields(), status=PUBLISHED)
        for version, text in enumerate(later, start=1):
            revise(idea, text.fields(), editor_id=idea.author_id, base_version=version)
            put_text(idea, text)
        sent = idea.licence_agreed_at
        assert sent is not None  # noqa: S101  set by _idea
        move_to(idea, sent, sent)
        if item["id"] in board.drawn:
            attach_drawn(idea, board.drawn[item["id"]])
        board.ideas[item["id"]] = idea


def _idea(board: Board, item: Content) -> Idea:
    author = board.people[item["author"]]
    hour, minute = 7 + board.chance.randrange(13), board.chance.randrange(60)
    sent = board.at(-item["days_ago"], hour, author.zone, minute)
    return idea_in(board, board.challenges[item["challenge"]], author, sent)


def idea_in(board: Board, challenge: Challenge, author: User, sent: datetime) -> Idea:
    """Return an idea without its text yet, agreed to be used as the challenge says."""
    return Idea(
        author_id=author.id,
        parent_id=challenge.id,
        challenge_id=challenge.id,
        licence=challenge.licence,
        licence_version=LICENCES[challenge.licence].version,
        licence_agreed_at=sent,
        seen_count=120 + board.chance.randrange(30),
    )


def texts_of(item: Content) -> list[IdeaText]:
    """Return as many versions as the content says: an idea grew sentence by sentence, the last one is whole."""
    title, body, for_whom, why = (item[name] for name in ("title", "body", "for_whom", "why_it_works"))
    start = re.split(r"(?<=[.!?”]) ", body)[0]
    steps = [
        IdeaText(title, start if len(start) >= BODY[0] else body, for_whom),
        IdeaText(title, body, for_whom),
        IdeaText(title, body, for_whom, re.split(r";| dan ", why)[0].strip(" ,.") + "."),
        IdeaText(title, body, for_whom, why),
    ]
    different = list(dict.fromkeys(steps))
    return different[-item["version"] :]
