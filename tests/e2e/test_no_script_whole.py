"""Nothing was left out: every form was sent, every link leads somewhere. Runs after the others of its group."""

from __future__ import annotations

import re

import pytest

from tests.e2e import test_no_script, test_no_script_people

pytestmark = pytest.mark.xdist_group("no-script")


def test_every_form_of_the_app_was_sent(request, site):
    """Counts what the two other files sent; when only a part of them was asked for there is nothing to count."""
    asked = {item.name for item in request.session.items}
    wanted = {
        name for file in (test_no_script, test_no_script_people) for name in vars(file) if name[:5] == "test_"
    }
    if wanted - asked:
        return
    writes = {rule.endpoint for rule in site.app.url_map.iter_rules() if "POST" in rule.methods}
    assert writes - {endpoint for endpoint, scripted in site.sent if not scripted} == set()


def test_links_in_pages_lead_somewhere(site, visit):
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
