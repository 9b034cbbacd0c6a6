"""When a held post becomes public after all: the same people are told as if it had never been held."""

from collections.abc import Callable

from ideaboard.posts.models import HELD, PUBLISHED, Post
from ideaboard.posts.service import change_status

_told: dict[str, Callable[[Post], None]] = {}


def on_release(kind: str) -> Callable[[Callable[[Post], None]], Callable[[Post], None]]:
    """Register what tells people of a post of this kind; what was told before it was held is not told again."""

    def register(function: Callable[[Post], None]) -> Callable[[Post], None]:
        _told[kind] = function
        return function

    return register


def release(post: Post) -> None:
    """Publish a held post in the open transaction and have people told. Raises WrongState when it is not held."""
    change_status(post, PUBLISHED, expected=(HELD,))
    announce(post)


def announce(post: Post) -> None:
    """Have people told of a post that became public late, in the open transaction."""
    if tell := _told.get(post.kind):
        tell(post)
