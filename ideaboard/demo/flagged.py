"""What disturbers sent to the demo: screened like any other text, so that moderators find something to decide."""

import re
from datetime import datetime, timedelta

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.comments.models import Comment
from ideaboard.demo.board import Board, Content, move_to
from ideaboard.demo.ideas import idea_in
from ideaboard.ideas.forms import TITLE, IdeaText
from ideaboard.ideas.models import hot_at
from ideaboard.ideas.texts import put_text
from ideaboard.posts.models import PUBLISHED
from ideaboard.posts.screening import Judged, judge
from ideaboard.posts.service import submit
from ideaboard.screening.engine import ALLOW, HOLD


def add_flagged(board: Board) -> None:
    """Add what was held back or let through, in the open transaction; what nobody would have sent stays out.

    Whoever is asked to reword does so or leaves, a refused text is never stored, and votes are no posts.
    """
    for number, item in enumerate(board.content["abuse"]):
        kind, _, target = item["target"].partition(":")
        if kind == "comment":
            _comment(board, item, target, number)
        elif kind == "idea":
            _idea(board, item, target, number)


def _comment(board: Board, item: Content, target: str, number: int) -> None:
    idea, author = board.ideas[target], board.people[item["author"]]
    judged = judge(author, "comment", {"body": item["body"]})
    if _is_sent(judged):
        comment = Comment(author_id=author.id, parent_id=idea.id, idea_id=idea.id)
        submit(comment, {"body": item["body"]}, status=PUBLISHED, judged=judged)
        at = _when(board, author, number)
        move_to(comment, at, at)


def _idea(board: Board, item: Content, target: str, number: int) -> None:
    author = board.people[item["author"]]
    text = _text(item["body"])
    judged = judge(author, "idea", text.fields())
    if _is_sent(judged):
        challenge = board.challenges[target]
        at = _before(challenge, _when(board, author, number))
        idea = idea_in(board, challenge, author, at)
        put_text(idea, text)
        submit(idea, text.fields(), status=PUBLISHED, judged=judged)
        move_to(idea, at, at)
        idea.sent = idea.hot = hot_at(0, at)


def _before(challenge: Challenge, moment: datetime) -> datetime:
    """Return a moment at which ideas could be sent."""
    closes = challenge.ideas_close_at
    return min(moment, closes - timedelta(hours=1)) if closes else moment


def _is_sent(judged: Judged) -> bool:
    return judged.screened.result.verdict in (ALLOW, HOLD)


def _text(typed: str) -> IdeaText:
    """Return title and text of an idea that the content has as one: up to a dash, or its first sentence."""
    title, _, body = typed.partition(" — ")
    if not body:
        title, body = re.split(r"(?<=[.!?:]) ", typed)[0].rstrip(".:"), typed
    return IdeaText(title[: TITLE[1]], body, "")


def _when(board: Board, author: User, number: int) -> datetime:
    return board.at(-1, 8 + number % 12, author.zone, 3 * number % 60)
