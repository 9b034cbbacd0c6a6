"""The four kinds of post, each written and edited through its own form."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.posts.models import Post
from tests.browser import Browser
from tests.challenges.wizard.forms import PROBLEM
from tests.comments.steps import make_comment
from tests.database import fresh
from tests.factories import make_challenge, make_idea, make_update, make_user
from tests.ideas.forms import filled, form_path

_keys = itertools.count(1)
Browse = Callable[..., Browser]


@dataclass
class Written:
    """A public post, its author, and how it is edited and read."""

    post: Any
    author: User
    edit_path: str
    paths: tuple[str, ...]  # where it is read by itself
    challenge: Challenge

    def edit(self, browser: Browser, text: str, **more: Any) -> TestResponse:
        """Send an edit of its main text."""
        form = {**_texts(self.post.kind, text), "version": str(fresh(self.post).version), **more}
        return browser.post(self.edit_path, form)


def make(kind: str) -> Written:
    """Make a public post of a kind."""
    author = make_user()
    if kind == "challenge":
        challenge = make_challenge(owner=author)
        return Written(challenge, author, f"/tantangan/{challenge.id}/langkah/1", (challenge.path,), challenge)
    if kind == "update":
        challenge = make_challenge(owner=author)
        post = make_update(challenge, author)
        path = f"{challenge.path}/kabar/{post.id}"
        return Written(post, author, f"{path}/ubah", (path,), challenge)
    challenge = make_challenge()
    idea = make_idea(challenge, author, title="Keripik sambal seruit")
    if kind == "idea":
        return Written(idea, author, f"/i/{idea.id}/ubah", (idea.path, f"/i/{idea.id}/riwayat"), challenge)
    comment = make_comment(idea, author)
    return Written(comment, author, f"/k/{comment.id}/ubah", (comment.path, f"{comment.path}/riwayat"), challenge)


def write(kind: str, browse: Browse, author: User, text: str, **more: Any) -> tuple[TestResponse, str]:
    """Send a new idea, comment or update with this text; return the answer and the address it went to."""
    key = f"wiring-{next(_keys)}"
    if kind == "update":
        path = f"{make_challenge(owner=author).path}/kabar"
    elif kind == "idea":
        path = form_path(make_challenge())
        more = {**filled(), **more}
    else:
        path = f"/i/{make_idea().id}/komentar"
    form = {**more, **_texts(kind, text), "idempotency_key": key}
    return browse(author).post(path, form), path


def _texts(kind: str, text: str) -> dict[str, str]:
    if kind == "challenge":
        return {**PROBLEM, "brief": f"{PROBLEM['brief']} {text}", "do": "next"}
    if kind == "idea":
        body = f"Bumbu tabur dari cabai dan sedikit tempoyak bubuk. {text}"
        return {"title": "Keripik sambal seruit", "body": body, "for_whom": "Perantau."}
    return {"body": f"Percobaan pertama sudah jadi. {text}"}


def only(model: type[Post], rows: list[Any]) -> Any:
    """Return the one there is."""
    [found] = rows
    return found


def token_in(page: str) -> str:
    """Return the value of the button that sends a text as it is."""
    found = re.search(r'name="as_is" value="([^"]+)"', page)
    return html.unescape(found[1]) if found else ""
