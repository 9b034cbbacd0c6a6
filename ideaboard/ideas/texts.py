"""What an idea says and shows, put into its columns in the open transaction."""

from collections.abc import Sequence

from ideaboard.extensions import db
from ideaboard.ideas.forms import IdeaText
from ideaboard.ideas.models import Idea
from ideaboard.media.models import Picture
from ideaboard.media.service import attach, detach, pictures_of
from ideaboard.web.markup import excerpt, render_markdown


def put_text(idea: Idea, text: IdeaText) -> None:
    """Set everything that follows from the texts; posts/service.py renders the main one."""
    idea.title = text.title
    idea.excerpt = excerpt(text.body)
    idea.for_whom, idea.for_whom_html = text.for_whom, render_markdown(text.for_whom)
    idea.why, idea.why_html = text.why, render_markdown(text.why)


def put_pictures(idea: Idea, pictures: Sequence[tuple[Picture, str]]) -> None:
    """Make `pictures` with their descriptions the pictures of the idea; those left out are deleted."""
    db.session.flush()
    kept = {picture.id for picture, _alt in pictures}
    for picture in pictures_of(idea.id):
        if picture.id not in kept:
            detach(picture)
    attach(pictures, idea.id)


def shows_the_same(idea: Idea, pictures: Sequence[tuple[Picture, str]]) -> bool:
    """Say whether these are the idea's pictures already."""
    now_there = [(picture.id, picture.alt) for picture in pictures_of(idea.id)]
    return now_there == [(picture.id, alt) for picture, alt in pictures]
