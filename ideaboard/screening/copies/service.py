"""Remember the texts of posts, and find those that a new text copies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, column, delete, func, literal_column, select, table, union_all

from ideaboard.data.inserts import insert_new
from ideaboard.data.transaction import in_transaction
from ideaboard.data.types import UtcDateTime
from ideaboard.extensions import db
from ideaboard.screening.copies.models import CopyKey, CopySketch
from ideaboard.screening.copies.sketch import KEYS, Sketch, likeness, sketch
from ideaboard.screening.normalise import Normalised, normalise

NEAR = 0.5  # from here on a text counts as a reworded copy
NEWEST = 40  # posts that are looked at for each key: a phrase that everybody uses finds no more
COMPARED = 40  # posts whose whole sketch is read, those that share most keys first


# Posts stand above screening, so only the columns that are needed are named here.
_NAMES = ("id", "author_id", "parent_id", "status")
_POSTS = table("posts", *(column(name) for name in _NAMES), column("created_at", UtcDateTime))
_NO_KEY = -1  # hashes are never negative


def _look_up() -> Select[Any]:
    """Return the posts with the same letters or a common key, those with most in common first."""
    kept, keys = CopySketch.__table__.c, CopyKey.__table__.c
    parts = [_newest(kept.post_id, kept.letters == bindparam("letters"), KEYS + 1)]  # an exact copy comes first
    parts += [_newest(keys.post_id, keys.key == bindparam(f"key{number}"), 1) for number in range(KEYS)]
    shared = union_all(*parts).subquery()
    often = select(shared.c.post_id).group_by(shared.c.post_id)
    often = often.order_by(func.sum(shared.c.weight).desc(), shared.c.post_id.desc()).limit(COMPARED)
    most = often.subquery()
    joined = most.join(CopySketch.__table__, kept.post_id == most.c.post_id).join(
        _POSTS, _POSTS.c.id == most.c.post_id
    )
    told = (_POSTS.c.author_id, _POSTS.c.created_at, _POSTS.c.parent_id, _POSTS.c.status)
    found = select(_POSTS.c.id, kept.letters, kept.size, kept.hashes, *told).select_from(joined)
    return found.where(_POSTS.c.status != "draft", _POSTS.c.id != bindparam("without"))


def _newest(post_id: Any, condition: Any, weight: int) -> Select[Any]:
    some = select(post_id.label("post_id")).where(condition).order_by(post_id.desc()).limit(NEWEST).subquery()
    return select(some.c.post_id, literal_column(str(weight)).label("weight"))


_LOOK_UP = _look_up()  # built once: that takes longer than to run it


@dataclass(frozen=True)
class Copy:
    """A post with the same text or nearly the same."""

    post_id: int
    likeness: float  # 1 when only signs, blanks or disguise differ
    author_id: int
    created_at: datetime
    parent_id: int | None
    status: str

    @property
    def is_exact(self) -> bool:
        """Say whether it is the same letter by letter."""
        return self.likeness == 1


def sketch_of(texts: Iterable[str]) -> Sketch | None:
    """Return the sketch of a post's texts, for `candidates` and `remember`: made once, outside the transaction."""
    return sketch(_read(texts))


def remember(post_id: int, texts: Iterable[str] | Sketch | None, *, is_new: bool = False) -> None:
    """Keep the sketch of a post's texts in the open transaction, in place of an older one unless it `is_new`."""
    if not is_new:
        forget(post_id)
    made = texts if texts is None or isinstance(texts, Sketch) else sketch_of(texts)
    if made is None:
        return
    row = {"post_id": post_id, "letters": made.letters, "size": made.size, "hashes": made.packed()}
    insert_new(CopySketch, [row], CopySketch.post_id)
    insert_new(CopyKey, [{"key": key, "post_id": post_id} for key in made.keys], CopyKey.post_id)


def forget(post_id: int) -> None:
    """Delete what is kept of a post, in the open transaction."""
    if not in_transaction():
        raise RuntimeError("sketches are written inside `with transaction()`")
    for model in (CopyKey, CopySketch):
        gone = delete(model).where(model.post_id == post_id)
        db.session.execute(gone.execution_options(synchronize_session=False))


def candidates(
    text: str | Normalised | Sketch | Iterable[str],
    *,
    without: int | None = None,
    least: float = NEAR,
    limit: int = 20,
) -> list[Copy]:
    """Return the posts that a text copies, the most alike first; `without` is the post itself when it is edited.

    One statement, whatever the number of posts. A text that says too little copies nothing.
    """
    made = text if isinstance(text, Sketch) else _sketched(text)
    if made is None:
        return []
    keys = {f"key{n}": made.keys[n] if n < len(made.keys) else _NO_KEY for n in range(KEYS)}
    asked = {"letters": made.letters, "without": without or 0, **keys}
    found = [_copy(made, row) for row in db.session.execute(_LOOK_UP, asked)]
    alike = [copy for copy in found if copy.likeness >= least]
    return sorted(alike, key=lambda copy: (-copy.likeness, -copy.post_id))[:limit]


def _sketched(text: str | Normalised | Iterable[str]) -> Sketch | None:
    if isinstance(text, Normalised):
        return sketch(text)
    return sketch_of([text] if isinstance(text, str) else text)


def _read(texts: Iterable[str]) -> Normalised:
    return normalise("\n".join(text for text in texts if text))


def _copy(made: Sketch, row: Any) -> Copy:
    share = likeness(made, Sketch.stored(row.letters, row.size, row.hashes))
    return Copy(row.id, share, row.author_id, row.created_at, row.parent_id, row.status)
