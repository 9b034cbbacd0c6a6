"""Where a claim comes from: its author names an address, and readers find it under the post."""

from typing import Any

from flask import abort
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import HiddenField, URLField

from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.posts.models import HELD, LONGEST_SOURCE, PUBLISHED, Post
from ideaboard.screening.validators import Decent
from ideaboard.web.forms import Form, Length, Required, WebAddress


class SourceForm(Form):
    """The address of a source; `next` is the page to go back to."""

    url = URLField(
        _l("Address of the source"),
        [Required(), Length(0, LONGEST_SOURCE), WebAddress(), Decent()],
        render_kw={"placeholder": "https://"},
    )
    next = HiddenField(default="")


def own_claim_or_404(post_id: int, person: Any) -> Post:
    """Return a post of this person that needs a source or has one. Aborts 404."""
    wanted = select(Post).where(Post.id == post_id, Post.author_id == person.id, Post.status.in_((PUBLISHED, HELD)))
    found = db.session.scalar(wanted)
    return found if found and (found.needs_source or found.source_url) else abort(404)


def name_source(post_id: int, person: Any, url: str) -> None:
    """Store where the claim of one's own post comes from. Aborts 404 when it is not there any more."""
    with transaction():
        own_claim_or_404(post_id, person).source_url = url
