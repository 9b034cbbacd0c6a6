"""Links of pages lead somewhere."""

from __future__ import annotations

import re


def test_links_in_pages_lead_somewhere(visit):
    """Follow every link that a visitor finds within three steps."""
    page = visit("/")
    seen, waiting = set(), ["/"]
    for _ in range(3):
        found = set()
        for path in waiting:
            answer = page.request.get(path)
            assert answer.status < 400, f"{path}: {answer.status}"
            found |= set(re.findall(r'href="(/[^"#]*)', answer.text()))
            seen.add(path)
        waiting = sorted(path.replace("&amp;", "&") for path in found - seen if not path.startswith("/static"))[:60]
