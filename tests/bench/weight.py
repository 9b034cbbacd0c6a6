"""What a first visit costs: requests and bytes, counted as a proxy with gzip sends them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

from playwright.sync_api import Page, Response


@dataclass(frozen=True)
class Weight:
    """The answers of one page load, without the photos that people sent."""

    sizes: dict[str, int]  # path: compressed bytes
    html: int

    @property
    def requests(self) -> int:
        """How many there were."""
        return len(self.sizes)

    @property
    def total(self) -> int:
        """Their compressed bytes together."""
        return sum(self.sizes.values())


def weigh(page: Page, path: str) -> Weight:
    """Load a page with an empty cache and count."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path, wait_until="networkidle")
    sizes = {answer.url: _compressed(answer) for answer in answers if "/gambar/" not in answer.url}
    return Weight(sizes, _compressed(answers[0]))


def _compressed(answer: Response) -> int:
    body = answer.body()
    kind = answer.headers.get("content-type", "")
    squeezed = kind.startswith("text/") or "javascript" in kind or "svg" in kind or "json" in kind
    return len(gzip.compress(body, 6)) if squeezed else len(body)
