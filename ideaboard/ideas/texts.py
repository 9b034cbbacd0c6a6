"""What an idea says, put into its columns in the open transaction."""

from ideaboard.ideas.forms import IdeaText
from ideaboard.ideas.models import Idea
from ideaboard.web.markup import excerpt, render_markdown


def put_text(idea: Idea, text: IdeaText) -> None:
    """Set everything that follows from the texts as readers may see them; posts/service.py renders the main one."""
    idea.title = text.title
    idea.excerpt = excerpt(text.body)
    idea.for_whom, idea.for_whom_html = text.for_whom, render_markdown(text.for_whom)
    idea.why, idea.why_html = text.why, render_markdown(text.why)
