"""Who wants to know when a post of any kind changes: cases are opened and closed by its status and by edits."""

from collections.abc import Callable

from ideaboard.posts.models import Post

_watchers: list[Callable[[Post], None]] = []
_readers: list[Callable[[Post], None]] = []
_guards: list[Callable[[Post], None]] = []


def on_status(function: Callable[[Post], None]) -> Callable[[Post], None]:
    """Register what is called with the post, in the same transaction, after its status was written."""
    _watchers.append(function)
    return function


def status_changed(post: Post) -> None:
    """Tell everybody who watches."""
    for watcher in _watchers:
        watcher(post)


def on_edit(function: Callable[[Post], None]) -> Callable[[Post], None]:
    """Register what is called with an edited post, in the same transaction, when its new version is there."""
    _readers.append(function)
    return function


def edited(post: Post) -> None:
    """Tell everybody who reads edits."""
    for reader in _readers:
        reader(post)


def guards_status(function: Callable[[Post], None]) -> Callable[[Post], None]:
    """Register who may refuse a change of status: called with the post and its new status, its row locked."""
    _guards.append(function)
    return function


def must_be_allowed(post: Post) -> None:
    """Ask everybody who guards; they raise a Problem."""
    for guard in _guards:
        guard(post)
