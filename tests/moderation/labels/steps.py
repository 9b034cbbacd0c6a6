"""Labels for tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import POST, Case
from ideaboard.moderation.cases.service import open_case
from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.judging.service import confirm, decide
from ideaboard.moderation.labels.service import LabelText
from ideaboard.moderation.models import LABEL, Decision
from ideaboard.posts.models import Post
from ideaboard.screening.claims.models import UNPROVEN
from tests.database import context, fresh, rows, write
from tests.factories import make_idea, make_user

CLAIM = "Air rebusan daun kelor menyembuhkan diabetes dalam tiga hari"
AGAIN = "Katanya daun kelor direbus lalu airnya diminum bisa menyembuhkan diabetes hanya dalam 3 hari lho."
RATIONALE = "Tidak ada uji klinis yang menunjukkannya, dan Kementerian Kesehatan membantahnya."
EVIDENCE = (
    ("https://www.kemkes.example/kelor", "contradicts"),
    ("https://jurnal.example/ulasan?a=1&b=2", "context"),
)


def make_moderator(name: str = "Dewi") -> User:
    """A moderator."""
    return make_user(name, is_moderator=True)


def make_claiming_idea(author: User | None = None, **more: Any) -> Any:
    """An idea that says the claim."""
    return make_idea(author=author or make_user(), body=f"{CLAIM}. Kemas airnya dalam botol.", **more)


def case_about(post: Post) -> int:
    """Open a case about a post, or find the open one; return its id."""
    about = {"person_id": post.author_id, "topic": "hoax", "post_id": post.id}
    return write(lambda: open_case(POST, **about)).id


def text(verdict: str = UNPROVEN, **more: Any) -> LabelText:
    """A label as it is entered."""
    return LabelText(**{"verdict": verdict, "claim": CLAIM, "rationale": RATIONALE, "evidence": EVIDENCE, **more})


def label(
    post: Post, by: User | None = None, verdict: str = UNPROVEN, second: User | None = None, **more: Any
) -> Any:
    """Label a post's claim; with `second`, confirmed by them. Returns the decision."""
    case, by = case_about(post), by or make_moderator()
    chosen = Choice(LABEL, version=fresh(post).version, extra={"label": text(verdict, **more)})
    with context():
        made = decide(case, db.session.get(User, by.id), chosen)
        if second is not None:
            made = confirm(made.id, db.session.get(User, second.id))
    return made


def act(case_id: int, by: User, chosen: Choice) -> Decision:
    """Decide about a case."""
    with context():
        return decide(case_id, db.session.get(User, by.id), chosen)


def open_cases(post: Post) -> list[Case]:
    """The open cases about a post."""
    return rows(select(Case).where(Case.post_id == post.id, Case.status == "open"))


def form(**fields: Any) -> dict[str, Any]:
    """The form, as a browser sends it."""
    links = {"url_1": EVIDENCE[0][0], "stance_1": "contradicts", "url_2": EVIDENCE[1][0], "stance_2": "context"}
    words = {
        "claim": CLAIM,
        "verdict": "unproven",
        "rationale": RATIONALE,
        "message": "",
        "facts": "",
        "version": "1",
    }
    return {**words, **links, **fields}
