"""Remember the texts of posts, and find those that a new text copies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, column, delete, func, select, table, union_all

from ideaboard.data.inserts import insert_new
from ideaboard.data.transaction import in_transaction
from ideaboard.data.types import UtcDateTime
from ideaboard.extensions import db
from ideaboard.screening.copies.models import CopyKey, CopySketch
from ideaboard.screening.copies.sketch import Sketch, likeness, sketch
from ideaboard.screening.normalise import Normalised, normalise

NEAR = 0.5  # from here on a text counts as a reworded copy
NEWEST = 40  # posts that are looked at for each key: a phrase that everybody uses finds no more
COMPARED = 60  # posts whose whole sketch is read, those that share most keys first
# Posts stand above screening, so only the columns that are needed are named here.
_POSTS = table(
    "posts",
    *(column(name) for name in ("id", "author_id", "parent_id", "status")),
    column("created_at", UtcDateTime),
)
_SKETCHES: Any = CopySketch.__table__


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


def remember(post_id: int, texts: Iterable[str]) -> None:
    """Keep the sketch of a post's texts in the open transaction, in place of an older one."""
    forget(post_id)
    made = sketch(_read(texts))
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
    text: str | Normalised | Iterable[str], *, without: int | None = None, least: float = NEAR, limit: int = 20
) -> list[Copy]:
    """Return the posts that a text copies, the most alike first; `without` is the post itself when it is edited.

    Two statements, whatever the number of posts. A text that says too little copies nothing.
    """
    made = sketch(text if isinstance(text, Normalised) else _read([text] if isinstance(text, str) else text))
    ids = [ident for ident in _sharing(made) if ident != without] if made else []
    if made is None or not ids:
        return []
    found = (Copy(row.id, likeness(made, _stored(row)), *row[4:]) for row in db.session.execute(_whole(ids)))
    alike = sorted((copy for copy in found if copy.likeness >= least), key=lambda copy: -copy.post_id)
    return sorted(alike, key=lambda copy: -copy.likeness)[:limit]


def _read(texts: Iterable[str]) -> Normalised:
    return normalise("\n".join(text for text in texts if text))


def _stored(row: Any) -> Sketch:
    return Sketch.stored(row.letters, row.size, row.hashes)


def _sharing(made: Sketch) -> list[int]:
    """Return posts with the same letters or a common key, those with most in common first."""
    same = _newest(CopySketch.post_id, CopySketch.letters == made.letters)
    parts = [same, *(_newest(CopyKey.post_id, CopyKey.key == key) for key in made.keys)]
    found = union_all(*parts).subquery()
    often = select(found.c.post_id).group_by(found.c.post_id).order_by(func.count().desc(), found.c.post_id.desc())
    return list(db.session.scalars(often.limit(COMPARED)))


def _newest(post_id: Any, condition: Any) -> Select[Any]:
    some = select(post_id.label("post_id")).where(condition).order_by(post_id.desc()).limit(NEWEST).subquery()
    return select(some.c.post_id)


def _whole(ids: list[int]) -> Select[Any]:
    kept = (_SKETCHES.c.letters, _SKETCHES.c.size, _SKETCHES.c.hashes)
    told = (_POSTS.c.author_id, _POSTS.c.created_at, _POSTS.c.parent_id, _POSTS.c.status)
    joined = _SKETCHES.join(_POSTS, _POSTS.c.id == _SKETCHES.c.post_id)
    wanted = _POSTS.c.id.in_(ids), _POSTS.c.status != "draft"
    return select(_POSTS.c.id, *kept, *told).select_from(joined).where(*wanted)
