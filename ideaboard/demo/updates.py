"""The news that the demo's businesses tell on the tab Kabar; what comes after a decision waits for it."""

from datetime import datetime

from ideaboard.challenges.updates.models import Update
from ideaboard.challenges.updates.service import EXCERPT
from ideaboard.demo.board import Board, Content, move_to
from ideaboard.demo.files import attach_drawn
from ideaboard.posts.models import PUBLISHED
from ideaboard.posts.service import submit
from ideaboard.web.markup import excerpt


def add_updates(board: Board) -> None:
    """Add every update in the open transaction, the oldest first, as lists show them by their ids."""
    told = [(item, news) for item in board.content["challenges"] for news in news_of(item)]
    for item, news in sorted(told, key=lambda pair: _told_at(board, *pair)):
        challenge = board.challenges[item["id"]]
        update = Update(author_id=challenge.author_id, parent_id=challenge.id, challenge_id=challenge.id)
        update.excerpt = excerpt(news["text"], EXCERPT)
        submit(update, {"body": news["text"]}, status=PUBLISHED)
        at = _told_at(board, item, news)
        move_to(update, at, at)
        if news["id"] in board.drawn:
            attach_drawn(update, board.drawn[news["id"]])


def news_of(item: Content) -> list[Content]:
    """Return what a challenge of the content has told so far."""
    return [news for news in item.get("updates", []) if "after" not in news]


def _told_at(board: Board, item: Content, news: Content) -> datetime:
    return board.at(-news["days_ago"], 9, item["zone"], 12)
