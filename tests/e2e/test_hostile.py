"""Each wall against hostile texts holds alone, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select, text

from ideaboard.extensions import db
from ideaboard.posts.models import Post
from ideaboard.web.markup import render_markdown
from tests import database
from tests.e2e.kinds import MEMBER, SPICY
from tests.e2e.site import Site
from tests.web.payloads import RAW

RUNS = (
    "<script>window.ran = 'script'</script><img src=x onerror=\"window.ran = 'onerror'\">"
    "<svg onload=\"window.ran = 'onload'\"></svg><iframe srcdoc=\"<script>parent.ran = 'frame'</script>\"></iframe>"
    "<a id=hostile href=\"javascript:window.ran = 'link'\">klik</a><b hx-get=/hostile hx-trigger=load>x</b>"
    '<script src="https://jahat.example/x.js"></script><style>body { display: none }</style>'
)


@pytest.fixture
def show(site: Site) -> Iterator[Callable[[str], str]]:
    """Put HTML in the place of a comment's, past every check; return the address of its page."""
    ident = site.fresh_comment(SPICY, MEMBER)
    before = site.one(select(Post.html).where(Post.id == ident))

    def put(html: str) -> str:
        database.use(site.app)
        database.write(
            lambda: db.session.execute(
                text("UPDATE posts SET html = :html WHERE id = :id"), {"html": html, "id": ident}
            )
        )
        return f"/k/{ident}"

    yield put
    put(before)


def opened(context: BrowserContext, path: str) -> tuple[Page, list[str], list[str]]:
    """Open a page; return it, what it asked the network for, and what the console said."""
    page = context.new_page()
    asked: list[str] = []  # but for what the policy stopped
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: asked.remove(request.url) if request.failure == "csp" else None)
    page.on("console", lambda line: said.append(line.text))
    page.on("dialog", lambda dialog: (said.append("dialog"), dialog.dismiss()))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return page, asked, said


def test_the_policy_holds_without_the_sanitiser(
    open_context: Callable[..., BrowserContext], show: Callable[[str], str]
) -> None:
    page, asked, said = opened(open_context(), show(RUNS))
    assert page.locator("#hostile").count() == 1  # it really stands in the page
    page.locator("#hostile").click()
    assert page.evaluate("window.ran") is None
    assert [url for url in asked if "jahat.example" in url or url.endswith("/hostile")] == []
    assert any("Content Security Policy" in line for line in said)


def test_no_page_runs_what_somebody_typed(
    open_context: Callable[..., BrowserContext], show: Callable[[str], str], site: Site
) -> None:
    """The sanitiser alone: the policy of the answer is taken away."""
    context: Any = open_context()

    def without_policy(route: Any) -> None:
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
        route.fulfill(response=answer, headers=headers)

    context.route("**/k/*", without_policy)
    page, asked, said = opened(context, show(render_markdown("\n\n".join([*RAW, RUNS]))))
    assert "klik" in page.content()
    assert [line for line in said if "dialog" in line or "Policy" in line] == []
    assert page.evaluate("window.ran") is None
    assert [url for url in asked if not url.startswith(site.url)] == []
    assert page.locator("[hx-get='/x'], [data-hx-post], img[src='x'], svg[onload], iframe").count() == 0
