"""The comments of the demo."""

from ideaboard.comments.models import Comment
from ideaboard.demo.board import Board, move_to
from ideaboard.posts.models import PUBLISHED
from ideaboard.posts.service import submit


def add_comments(board: Board) -> None:
    """Add every comment in the open transaction, the oldest first; an answer comes after what it answers."""
    made: dict[str, Comment] = {}
    for item in sorted(board.content["comments"], key=lambda comment: -int(comment["days_ago"])):
        idea, author = board.ideas[item["idea"]], board.people[item["author"]]
        comment = Comment(author_id=author.id, parent_id=idea.id, idea_id=idea.id)
        if item["reply_to"]:
            answered = made[item["reply_to"]]
            comment.reply_to_id = answered.reply_to_id or answered.id
        submit(comment, {"body": item["body"]}, status=PUBLISHED)
        at = board.at(-item["days_ago"], 8 + len(made) % 12, author.zone, len(made) % 60)
        move_to(comment, at, at)
        made[item["id"]] = comment
