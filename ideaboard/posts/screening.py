"""Every text of every post is screened here, before the transaction that writes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.media.models import Picture
from ideaboard.posts.masking import MASKED, mask
from ideaboard.posts.models import HELD, PUBLISHED, Post
from ideaboard.posts.repeating import last_said, must_not_be_again, was_said_lately
from ideaboard.posts.standing import Before, standing_of
from ideaboard.screening.blocklists.hits import record_hits
from ideaboard.screening.blocklists.matching import Hit
from ideaboard.screening.context import NearDuplicate
from ideaboard.screening.copies.service import candidates, remember, sketch_of
from ideaboard.screening.copies.sketch import Sketch
from ideaboard.screening.engine import HOLD, REFUSE, WARN
from ideaboard.screening.fields import Screened, screen_fields
from ideaboard.screening.records import evidence_in, keep_result, signals_as_data
from ideaboard.screening.refusals import question, refusal, was_asked

_SAME = 0.05  # scores that differ by less say the same
Pictures = Sequence[tuple[Picture, str]]


@dataclass(frozen=True)
class Judged:
    """What is to become of a text: made before the transaction, acted on inside it."""

    screened: Screened
    author_id: int
    before: Before | None  # of the post that is edited
    sketch: Sketch | None = None  # by which later copies of it are known
    hits: Sequence[Hit] = ()  # of the board's own lists
    token: str = ""  # of somebody who was asked to reword and sends it as it is
    said_at: datetime | None = None  # when the author sent the same text before
    asks: bool = True  # an older version was asked about when it was new

    def must_pass(self) -> None:
        """Raise Unfit when the text is refused, or its author must be asked first; TooFast for the same again."""
        must_not_be_again(self.said_at)
        verdict = self.screened.result.verdict
        if verdict == REFUSE:
            raise refusal(self.screened)
        if verdict == WARN and self.asks and not self._stays_held and not self._sent_as_is:
            raise question(self.screened, self.author_id)

    @property
    def status(self) -> str:
        """The status of a new post."""
        holds = self.screened.result.verdict == HOLD or was_said_lately(self.said_at)
        return HELD if holds else PUBLISHED

    @property
    def hides(self) -> bool:
        """Say whether an edit of a public post goes under review: only when it says something worse than before."""
        result, before = self.screened.result, self.before
        if result.verdict != HOLD:
            return False
        if before is None or before.verdict not in (HOLD, REFUSE):
            return True  # Whoever let it stay public had nothing like this before them.
        new = evidence_in(signals_as_data(self.screened)) - evidence_in(before.signals)
        return bool(new) or result.score > before.score + _SAME

    def marked(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return the texts of a version with the places of personal data in them."""
        places = {name: spans for name, spans in self.screened.masked.items() if name in fields}
        return {**fields, MASKED: places} if places else dict(fields)

    def shown(self, pictures: Pictures) -> list[tuple[Picture, str]]:
        """Return pictures with their descriptions as readers may see them."""
        places = self.screened.masked
        return [(picture, mask(alt, places.get(f"alt_{n}", ()))) for n, (picture, alt) in enumerate(pictures, 1)]

    def note_on(self, post: Post) -> None:
        """Put what lists show of the result on the post's own row."""
        post.screening_score = self.screened.result.score
        post.needs_source = self.screened.result.needs_source

    def keep(self, post: Post, *, is_new: bool = False) -> None:
        """Write the result down beside the post, in the open transaction."""
        result = self.screened.result
        warned_at = now() if result.verdict == WARN and self._sent_as_is else None
        keep_result(self.screened, warned_at=warned_at, post_id=post.id)
        remember(post.id, self.sketch, is_new=is_new)
        if self.hits:
            record_hits(post.id, self.hits)

    @property
    def _sent_as_is(self) -> bool:
        return was_asked(self.screened, self.author_id, self.token)

    @property
    def _stays_held(self) -> bool:
        return self.before is not None and self.before.status == HELD


def judge(
    author: User,
    kind: str,
    fields: Mapping[str, str],
    *,
    pictures: Pictures = (),
    post_id: int | None = None,
    as_is: str = "",
) -> Judged:
    """Screen the texts of a post that is written, or (`post_id`) edited, with the descriptions of its pictures.

    `kind` is one of screening.context.POSTS. Four statements, one more when something shares words with it.
    """
    standing, sketch = standing_of(author.id, post_id), sketch_of(fields.values())
    copies = candidates(sketch, without=post_id) if sketch else []
    near = tuple(NearDuplicate(copy.post_id, copy.likeness, copy.author_id == author.id) for copy in copies)
    described = {f"alt_{n}": alt for n, (_picture, alt) in enumerate(pictures, 1)}
    context = standing.context(author, kind, has_pictures=bool(pictures), near_duplicates=near)
    screened = screen_fields({**fields, **described}, context)
    said_at = None if post_id else last_said(copies, author.id)
    return Judged(screened, author.id, standing.before, sketch, screened.hits, as_is, said_at)
