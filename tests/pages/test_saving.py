"""The data saver: photos wait for a tap, by choice or because the browser asks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.browser import Browser
from tests.database import fresh, write
from tests.factories import make_business, make_challenge, make_idea, make_update, make_user
from tests.pictures import make_picture

Browse = Callable[..., Browser]
SAVE = {"Save-Data": "on"}


def pages_with_pictures() -> list[str]:
    """Make a board, an idea, a brief, an update and a business with a picture each, and return their paths."""
    owner = make_user()
    business = make_business(owner)
    challenge = make_challenge(business)
    idea, update = make_idea(challenge), make_update(challenge, owner)
    make_picture(owner, post_id=idea.id)
    make_picture(owner, post_id=update.id)
    cover = make_picture(owner, post_id=challenge.id)
    write(lambda: setattr(fresh(challenge), "cover_id", cover.id))
    return [challenge.path, idea.path, f"{challenge.path}/brief", f"{challenge.path}/kabar"]


def images(page: str) -> list[str]:
    return re.findall(r"<img [^>]*>", page)


def test_without_it_photos_are_shown(browser: Browser) -> None:
    for path in pages_with_pictures():
        answer = browser.get(path)
        assert len(images(answer.text)) == 1, path
        assert "data-load" not in answer.text
        assert {"Save-Data", "Cookie"} <= set(answer.vary), path


@pytest.mark.parametrize("by_choice", [False, True])
def test_with_it_a_link_says_what_the_photo_weighs(browser: Browser, by_choice: bool) -> None:
    if by_choice:
        browser.post("/akun/tampilan", {"bahasa": "id", "tema": "", "hemat": "y"})
    for path in pages_with_pictures():
        answer = browser.get(path, headers={} if by_choice else SAVE)
        assert images(answer.text) == [], path
        link = re.search(r'<a [^>]*href="(/gambar/[^"]+)" data-load ([^>]*)>', answer.text)
        assert link, path
        assert re.search(r'data-width="\d+" data-height="\d+"', link[2])
        assert re.search(r"Muat foto \(\d+ KB\)", answer.text)
        assert browser.get(link[1]).mimetype == "image/webp"


def test_the_choice_can_be_taken_back(browser: Browser) -> None:
    browser.post("/akun/tampilan", {"bahasa": "id", "tema": "", "hemat": "y"})
    assert re.search(r'name="hemat"[^>]*checked|checked[^>]*name="hemat"', browser.get("/akun/tampilan").text)
    browser.post("/akun/tampilan", {"bahasa": "id", "tema": ""})
    page = browser.get("/akun/tampilan").text
    assert not re.search(r'name="hemat"[^>]*checked|checked[^>]*name="hemat"', page)


@pytest.mark.parametrize("value", ["off", "", "1", "on; x"])
def test_only_on_means_on(browser: Browser, value: str) -> None:
    path = pages_with_pictures()[1]
    assert len(images(browser.get(path, headers={"Save-Data": value}).text)) == 1


def test_a_page_without_photos_is_the_same_for_all(browser: Browser) -> None:
    assert "Save-Data" not in browser.get("/bantuan").vary


def test_a_logo_gives_way_to_the_cloth(browser: Browser) -> None:
    owner = make_user()
    business = make_business(owner)
    logo = make_picture(owner, attached=True)
    write(lambda: setattr(fresh(business), "logo_id", logo.id))
    path = f"/usaha/{business.slug}"
    assert (len(images(browser.get(path).text)), images(browser.get(path, headers=SAVE).text)) == (1, [])


@pytest.mark.parametrize("path", [0, 1, 2, 3])
def test_every_picture_has_its_size(browser: Browser, path: int) -> None:
    for image in images(browser.get(pages_with_pictures()[path]).text):
        assert re.search(r' width="[1-9]\d*" height="[1-9]\d*"', image)


def test_every_template_gives_pictures_a_size() -> None:
    from tests.test_templates import PAGES, tags

    bare = [tag for page in PAGES for tag in tags(page) if tag.startswith("<img") and "width=" not in tag]
    assert bare == []
