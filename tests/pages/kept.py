"""A board and an idea that a visitor reads, for tests of kept pages."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser import Browser
from tests.comments.steps import make_comment
from tests.database import statements
from tests.factories import make_challenge, make_idea

Browse = Callable[..., Browser]


class World:
    """A board and an idea on it with a comment, read by a visitor."""

    def __init__(self, visitor: Browser, browse: Browse) -> None:
        self.visitor, self.browse = visitor, browse
        self.challenge = make_challenge()
        self.idea = make_idea(self.challenge, title="Keripik sambal seruit")
        self.comment = make_comment(self.idea, body="Sudah saya coba")
        self.paths = {"board": f"{self.challenge.path}?urut=ramai", "idea": self.idea.path}

    def read(self, page: str) -> str:
        """Return the page without what differs at every request."""
        answer = self.visitor.get(self.paths[page])
        return f"{answer.status_code} {answer.text}"

    def is_kept(self, page: str) -> bool:
        """Say whether the page now comes from memory: then only its number is asked for."""
        with statements() as seen:
            self.visitor.get(self.paths[page])
        return len(seen) == 1 and "page_versions" in seen[0]
