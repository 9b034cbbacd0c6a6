"""The Atom feeds: valid, escaped, without counts, answered with 304 when nothing is new."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from xml.etree import ElementTree

import pytest

from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED
from ideaboard.posts.service import change_status
from tests.browser import Browser
from tests.database import fresh, statements, write
from tests.factories import make_business, make_challenge, make_fair_challenge, make_idea, make_update, make_user

Browse = Callable[..., Browser]
ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"


def feed(browser: Browser, path: str = "/feed.atom") -> ElementTree.Element:
    """Load a feed and check what every Atom feed must have."""
    answer = browser.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{ATOM}feed"
    assert root.get(f"{XML}base") == "http://127.0.0.1:8000/"
    assert [link.get("href") for link in root.findall(f"{ATOM}link[@rel='self']")] == [
        f"http://127.0.0.1:8000{path}"
    ]
    for part in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(ATOM + name)) == 1, name
        datetime.fromisoformat(part.findtext(f"{ATOM}updated") or "")
        assert (part.findtext(f"{ATOM}id") or "").startswith("tag:127.0.0.1,2026:")
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in root.findall(f"{ATOM}entry"))
    return root


def titles(root: ElementTree.Element) -> list[str]:
    return [title.text or "" for title in root.findall(f"{ATOM}entry/{ATOM}title")]


def test_a_site_without_anything_has_a_valid_feed(browser: Browser) -> None:
    root = feed(browser)
    assert (titles(root), root.findtext(f"{ATOM}updated")) == ([], "2026-01-01T00:00:00Z")


def test_the_site_feed_tells_challenges_and_updates(browser: Browser) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    make_update(challenge, owner)
    make_challenge(stage="scheduled")
    assert titles(feed(browser)) == [f"Kabar “{challenge.title}”", challenge.title]


def test_the_feed_of_a_challenge_tells_ideas_and_updates(browser: Browser) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    idea = make_idea(challenge)
    make_idea()
    make_update(challenge, owner)
    root = feed(browser, f"/t/{challenge.slug}/feed.atom")
    assert titles(root) == [f"Kabar “{challenge.title}”", idea.title]
    for link in root.findall(f"{ATOM}entry/{ATOM}link"):
        path = (link.get("href") or "").removeprefix("http://127.0.0.1:8000")
        assert browser.get(path).status_code == 200


def test_the_text_is_escaped_html(browser: Browser) -> None:
    challenge = make_challenge(make_business(name='Toko <&> "Ani"'), title="<b>Rasa</b> & ]]> aroma")
    idea = make_idea(
        challenge, title="</title><script>", body="**Tebal** <script>x</script> & lain-lain yang panjang."
    )
    root = feed(browser, f"/t/{challenge.slug}/feed.atom")
    content = root.find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert (content.get("type"), content.text) == ("html", idea.html)
    assert "<strong>Tebal</strong>" in (content.text or "")
    assert (root.findtext(f"{ATOM}title"), titles(root)) == (challenge.title, ["</title><script>"])


def test_signs_that_xml_cannot_hold_are_left_out(browser: Browser) -> None:
    challenge = make_challenge(title="Rasa\x0b baru\ufffe sekali 🎉")
    assert feed(browser, f"/t/{challenge.slug}/feed.atom").findtext(f"{ATOM}title") == "Rasa baru sekali 🎉"


def test_a_feed_never_changes_with_support(browser: Browser) -> None:
    idea = make_idea(challenge := make_fair_challenge())
    path = f"/t/{challenge.slug}/feed.atom"
    before = browser.get(path)
    write(lambda: setattr(fresh(idea), "vote_count", 77))
    write(lambda: setattr(fresh(challenge), "voter_count", 77))
    assert browser.get(path).data == before.data


@pytest.mark.parametrize("status", [DRAFT, HELD, HIDDEN])
def test_what_is_not_public_is_in_no_feed(browse: Browse, status: str) -> None:
    shown = make_challenge(owner=(owner := make_user()))
    make_idea(shown, status=status)
    hidden = make_challenge(make_business(owner), status=status)
    make_update(hidden, owner)
    gone = make_update(shown, owner)
    write(lambda: change_status(fresh(gone), status, expected=(PUBLISHED,)))
    for reader in (browse(), browse(owner), browse(make_user(is_moderator=True))):
        assert titles(feed(reader)) == [shown.title]
        assert titles(feed(reader, f"/t/{shown.slug}/feed.atom")) == []
        assert reader.get(f"/t/{hidden.slug}/feed.atom").status_code == 404


def test_an_edit_is_told_by_its_date(browser: Browser) -> None:
    idea = make_idea(challenge := make_challenge())
    path = f"/t/{challenge.slug}/feed.atom"
    moment = (idea.published_at or idea.created_at).replace(year=2031)
    write(lambda: setattr(fresh(idea), "edited_at", moment))
    root = feed(browser, path)
    assert (
        (root.findtext(f"{ATOM}updated") or "")[:4]
        == (root.findtext(f"{ATOM}entry/{ATOM}updated") or "")[:4]
        == "2031"
    )


def test_who_has_the_newest_gets_304(browser: Browser) -> None:
    make_challenge()
    first = browser.get("/feed.atom")
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-None-Match": f'W/{first.headers["ETag"]}, "other"'},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        again = browser.get("/feed.atom", headers=headers)
        assert (again.status_code, again.data) == (304, b"")
    make_challenge()
    assert browser.get("/feed.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "text/html"},
        {"Accept": "*/*;q=abc,,;;=", "Accept-Language": "xx-;;q=9,*", "Accept-Encoding": "br;q=z"},
        {"If-None-Match": '"', "If-Modified-Since": "gestern"},
        {"Accept": "", "User-Agent": "", "HX-Request": "true", "Range": "bytes=0-1"},
        {"If-None-Match": 'W/W/"a",,,"b' + "x" * 4000, "Range": "lines=5-1,-,9"},
        {"If-Modified-Since": "Mon, 99 Foo 99999 99:99:99 GMT", "If-Range": "Tue, 0"},
        {"If-Modified-Since": "Mon, 01 Jan 0001 00:00:00 +2359", "A-IM": "feed"},
        {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT; length=1", "If-Unmodified-Since": "-1"},
        {
            "Accept-Language": "id-" * 900,
            "Accept": "application/atom+xml;q=NaN",
            "Cookie": 'bahasa=;;="; session=x',
        },
        {"X-Forwarded-For": ",,;", "Referer": "::", "Save-Data": "on;;", "HX-Current-URL": "http://[", "TE": "q"},
    ],
)
def test_odd_headers_change_nothing(browser: Browser, headers: dict[str, str]) -> None:
    for path in ("/feed.atom", f"{make_challenge().path}/feed.atom"):
        answer = browser.get(path, headers=headers)
        assert answer.status_code == 200
        ElementTree.fromstring(answer.data)


@pytest.mark.parametrize("since", ["Fri, 31 Dec 9999 23:59:59 -2359", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_who_asks_from_the_far_future_gets_nothing_new_or_all_of_it(browser: Browser, since: str) -> None:
    assert browser.get("/feed.atom", headers={"If-Modified-Since": since}).status_code in (200, 304)
    assert browser.get("/feed.atom", headers={"If-None-Match": "*"}).status_code == 304


def test_a_feed_is_bounded_and_costs_the_same_for_any_number(browser: Browser) -> None:
    challenge, author = make_challenge(), make_user()
    counts = []
    for number in (3, 40):
        for _n in range(number):
            make_idea(challenge, author)
        with statements() as seen:
            root = feed(browser, f"/t/{challenge.slug}/feed.atom")
        counts.append(len(seen))
    assert counts == [3, 3]
    assert len(titles(root)) == 30


def test_boards_say_where_their_feed_is(browser: Browser) -> None:
    challenge = make_challenge()
    found = re.search(
        r'type="application/atom\+xml" title="[^"]+" href="([^"]+)"', browser.get(challenge.path).text
    )
    assert found
    assert found[1] == f"/t/{challenge.slug}/feed.atom"
    assert 'href="/feed.atom"' in browser.get("/").text
