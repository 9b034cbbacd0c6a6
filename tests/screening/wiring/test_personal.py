"""Personal data of others is masked for readers at once; its author and moderators see what was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from ideaboard.ideas.models import Idea
from ideaboard.posts.masking import MASK, mask, masked
from ideaboard.posts.models import Post
from ideaboard.posts.service import latest_fields
from ideaboard.web.markup import render_markdown
from tests.browser import Browser
from tests.database import context, fresh, rows
from tests.factories import make_user
from tests.screening.wiring.kinds import make, write
from tests.screening.wiring.words import PHONE

Browse = Callable[..., Browser]


@pytest.mark.parametrize(
    ("text", "spans", "shown"),
    [
        ("nomor 0812 saya", [[6, 10]], "nomor ••• saya"),
        ("abcdef", [[0, 2], [4, 6]], "•••cd•••"),
        ("abcdef", [[0, 4], [2, 6]], "•••"),
        ("abcdef", [[0, 6], [1, 2]], "•••"),
        ("abcdef", [], "abcdef"),
    ],
)
def test_every_place_becomes_dots(text: str, spans: list[list[int]], shown: str) -> None:
    assert mask(text, spans) == shown


def test_a_version_knows_its_own_places() -> None:
    assert masked({"body": "nomor 0812", "masked": {"body": [[6, 10]], "alt_1": [[0, 1]]}}) == {"body": "nomor •••"}


@pytest.mark.parametrize("kind", ["idea", "comment", "update"])
def test_readers_see_dots_wherever_the_text_is_shown(browse: Browse, kind: str) -> None:
    author = make_user()
    answer, _path = write(kind, browse, author, f"Hubungi {PHONE} saja.")
    [post] = rows(select(Post).where(Post.kind == kind, Post.author_id == author.id))
    assert PHONE not in f"{post.html}{post.source}"
    page = browse().get(answer.location).text
    assert (MASK in page, PHONE in page) == (True, False)
    assert answer.location.partition("#")[0] not in browse().get(f"/cari?q={PHONE}").text


def test_what_was_typed_is_kept_for_author_and_moderators(browse: Browse) -> None:
    author = make_user()
    write("idea", browse, author, f"Hubungi {PHONE} saja.", why=f"Murah, tanya {PHONE}.")
    [idea] = rows(select(Idea).where(Idea.author_id == author.id))
    with context():
        assert PHONE in latest_fields(idea.id)["body"]
    assert PHONE in browse(author).get(f"/i/{idea.id}/ubah").text


def test_making_the_html_anew_keeps_the_mask(browse: Browse) -> None:
    author = make_user()
    write("comment", browse, author, f"Hubungi {PHONE} saja.")
    [comment] = rows(select(Post).where(Post.kind == "comment"))
    assert render_markdown(comment.source) == comment.html


@pytest.mark.parametrize("kind", ["idea", "comment", "challenge"])
def test_the_history_of_changes_shows_dots_too(browse: Browse, kind: str) -> None:
    written = make(kind)
    assert written.edit(browse(written.author), f"Hubungi {PHONE} saja.").status_code == 303
    path = f"{written.challenge.path}/brief/riwayat" if kind == "challenge" else written.paths[-1]
    page = browse().get(path).text
    assert (MASK in page, PHONE in page) == (True, False)


def test_an_edit_without_the_number_leaves_no_dots(browse: Browse) -> None:
    written = make("challenge")
    written.edit(browse(written.author), f"Hubungi {PHONE} saja.")
    assert PHONE in browse(written.author).get(written.edit_path).text
    written.edit(browse(written.author), "Hubungi kami di toko.")
    assert MASK not in fresh(written.post).source


def test_descriptions_of_pictures_are_masked(browse: Browse) -> None:
    from ideaboard.media.models import Picture
    from tests.pictures import chosen

    author = make_user()
    write("idea", browse, author, "Enak.", pictures=chosen(), alt=f"Kartu nama {PHONE}")
    [picture] = rows(select(Picture).where(Picture.owner_id == author.id))
    assert picture.alt == f"Kartu nama {MASK}"
