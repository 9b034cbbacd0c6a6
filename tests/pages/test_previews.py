"""What links show in chats: the tags, the picture behind them, the icons and the manifest."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ideaboard.pages.previews import keeping
from ideaboard.pages.previews.cloth import LINES
from ideaboard.pages.previews.drawing import TITLE_ROOMS, Words, draw_preview
from ideaboard.pages.previews.lettering import fitted, font, writable
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED, REMOVED
from ideaboard.posts.service import change_status
from tests.browser import Browser
from tests.database import context, fresh, write
from tests.factories import make_business, make_challenge, make_fair_challenge, make_idea, make_user

Browse = Callable[..., Browser]


def image_of(browser: Browser, path: str) -> str:
    """Return the path of the picture that a page names."""
    found = re.search(r'property="og:image" content="http://127.0.0.1:8000([^"]+)"', browser.get(path).text)
    return found[1] if found else ""


def test_a_board_names_a_picture_of_the_right_size(browser: Browser) -> None:
    challenge = make_challenge()
    path = image_of(browser, challenge.path)
    assert re.fullmatch(rf"/pratinjau/tantangan-{challenge.id}-[0-9a-f]{{16}}\.png", path)
    answer = browser.get(path)
    picture = Image.open(io.BytesIO(answer.data))
    assert (answer.mimetype, picture.format, picture.size) == ("image/png", "PNG", (1200, 630))
    assert len(answer.data) <= 300 * 1024
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("tab", ["", "/brief", "/aturan", "/kabar"])
def test_every_tab_says_its_own_whole_address(browser: Browser, tab: str) -> None:
    path = make_challenge().path + tab
    page = browser.get(path).text
    assert f'<meta property="og:url" content="http://127.0.0.1:8000{path}">' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{path}">' in page
    assert 'name="twitter:card" content="summary_large_image"' in page
    assert 'property="og:title"' in page
    assert 'property="og:description"' in page
    assert page.count('property="og:url"') == page.count('property="og:image"') == 1


def test_other_pages_show_the_icon(browser: Browser) -> None:
    for path in ("/", "/bantuan", "/tantangan"):
        assert image_of(browser, path) == "/ikon-512.png"


def test_an_idea_has_a_picture_of_its_own(browser: Browser) -> None:
    idea = make_idea(title="Sambal <b>seruit</b> & “tempoyak”")
    path = image_of(browser, idea.path)
    assert path.startswith(f"/pratinjau/ide-{idea.id}-")
    assert browser.get(path).status_code == 200


def test_a_new_title_has_a_new_address_and_the_old_one_leads_there(browser: Browser) -> None:
    challenge = make_challenge()
    old = image_of(browser, challenge.path)
    write(lambda: setattr(fresh(challenge), "title", "Judul yang lain sama sekali"))
    new = image_of(browser, challenge.path)
    answer = browser.get(old)
    assert (old != new, answer.status_code, answer.location) == (True, 302, new)


@pytest.mark.parametrize("status", [DRAFT, HELD, HIDDEN, REMOVED])
def test_what_is_not_public_has_no_picture_for_anybody(browse: Browse, status: str) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    idea = make_idea(author=(author := make_user()))
    paths = [image_of(browse(), challenge.path), image_of(browse(), idea.path)]
    with context():
        for post in (challenge, idea):
            write(lambda post=post: change_status(fresh(post), status, expected=(PUBLISHED,)))
    for reader in (browse(), browse(owner), browse(author), browse(make_user(is_moderator=True))):
        assert [reader.get(path).status_code for path in paths] == [404, 404]
    assert image_of(browse(owner), challenge.path) == ""


def test_an_idea_on_a_hidden_board_has_no_picture(browse: Browse) -> None:
    idea = make_idea(challenge := make_challenge())
    path = image_of(browse(), idea.path)
    write(lambda: change_status(fresh(challenge), HIDDEN, expected=(PUBLISHED,)))
    assert browse().get(path).status_code == 404


@pytest.mark.parametrize("path", ["tantangan-1-x", "ide-999999-0123456789abcdef", "lain-1-0", "ide-0-", "ide--1-0"])
def test_other_names_are_not_found(browser: Browser, path: str) -> None:
    assert browser.get(f"/pratinjau/{path}.png").status_code == 404


def test_a_picture_is_drawn_once(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    path = image_of(browser, make_challenge(title="Digambar sekali saja").path)
    drawn = []
    draw = keeping.draw_preview
    monkeypatch.setattr(keeping, "draw_preview", lambda words: drawn.append(words) or draw(words))
    first, second = browser.get(path), browser.get(path)
    assert (len(drawn), first.data == second.data) == (1, True)
    assert browser.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_full_disk_still_answers(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    path = image_of(browser, make_challenge(title="Cakram penuh").path)

    def refuse(*_args: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(keeping.FolderStorage, "put", refuse)
    assert browser.get(path).status_code == 200


def test_drawings_that_are_a_month_old_are_swept(browser: Browser) -> None:
    browser.get(image_of(browser, make_challenge(title="Gambar yang sudah lama").path))
    with context():
        keeping.sweep()
        [*files] = Path(keeping._folder()).glob("*/*/*.png")
        old = time.time() - keeping.KEPT - 60
        os.utime(files[0], (old, old))
        assert keeping.sweep() == 1
    assert not files[0].exists()


def test_sealed_counts_do_not_change_the_picture(browser: Browser) -> None:
    idea = make_idea(make_fair_challenge(), votes=0)
    before = image_of(browser, idea.path)
    write(lambda: setattr(fresh(idea), "vote_count", 77))
    assert image_of(browser, idea.path) == before


def test_tags_hold_no_markup_of_people(browser: Browser) -> None:
    bad = '"><script>alert(1)</script>'
    challenge = make_challenge(make_business(name=bad, city=bad), title=bad)
    for path in (challenge.path, make_idea(challenge, title=bad).path):
        assert bad not in browser.get(path).text


# The drawing


@pytest.mark.parametrize("motif", LINES)
@pytest.mark.parametrize("title", ["Tas", "W" * 80, "keripik " * 10, "🎉🎉", "日本語", "Ñandú – “é” … ½"])
def test_any_title_is_drawn_in_any_cloth(motif: str, title: str) -> None:
    data = draw_preview(Words("Keripik Bu Ratna", title, "Rp1.250.000 " * 20, motif))
    assert len(data) <= 300 * 1024


def test_letters_the_font_lacks_are_folded_or_left_out() -> None:
    assert writable("Crème – “brûlée” 🎉 日本 ½…") == 'Creme - "brulee" 1/2...'


@pytest.mark.parametrize(
    "text", ["kata " * 16, "W" * 80, "a b", "Rasa baru keripik pisang untuk oleh-oleh khas Lampung"]
)
def test_lines_fit_their_room(text: str) -> None:
    size, lines = fitted(text, TITLE_ROOMS, 944)
    assert len(lines) <= dict(TITLE_ROOMS)[size]
    assert all(font(size).getlength(line) <= 944 for line in lines)


# Icons and manifest


def test_the_manifest_names_icons_that_are_there(browser: Browser) -> None:
    answer = browser.get("/manifest.webmanifest")
    about = answer.get_json(force=True)
    assert answer.mimetype == "application/manifest+json"
    assert {icon["purpose"] for icon in about["icons"]} == {"any", "maskable"}
    for icon in about["icons"]:
        picture = Image.open(io.BytesIO(browser.get(icon["src"]).data))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert 'rel="manifest" href="/manifest.webmanifest"' in browser.get("/").text


def test_the_manifest_speaks_the_readers_language(browser: Browser) -> None:
    english = browser.get("/manifest.webmanifest", headers={"Accept-Language": "en"})
    assert english.get_json(force=True)["lang"] == "en"
    assert "Accept-Language" in english.headers["Vary"]
