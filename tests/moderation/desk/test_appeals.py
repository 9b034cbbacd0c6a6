"""An appeal on the page of its case: what the author says, what was decided, and how it ends."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.moderation.appeals.models import Appeal
from ideaboard.moderation.appeals.service import appeal
from ideaboard.moderation.models import Decision
from ideaboard.posts.models import HIDDEN, PUBLISHED, REMOVED
from tests.database import fresh, scalar, write
from tests.factories import make_user
from tests.moderation.steps import case_of, make_held_comment, make_moderator, open_case, remove


@pytest.fixture
def wulan(app, browse):
    """A moderator who has nothing to do with the first decision."""
    return browse(make_moderator("Wulan"))


@pytest.fixture
def post(wulan, browse):
    """A removed comment whose author appeals."""
    author = make_user("Hasnah")
    made = make_held_comment(author=author)
    remove(browse(make_moderator("Dewi")), made)
    decision = scalar(select(Decision.id))
    write(lambda: appeal(decision, author, "Ini nama permainan anak, bukan judi."))
    return made


def rule(browser, post, **fields):
    return browser.post(f"/moderasi/kasus/{case_of(post)}/banding?bahasa=en", fields)


def test_the_case_shows_words_and_decision_and_no_outcome_is_preselected(wulan, post):
    page = open_case(wulan, post).text
    assert "Ini nama permainan anak, bukan judi." in page
    assert "<b>Dewi</b>" in page
    assert "Gambling" in page
    assert "checked" not in page[page.index('id="decide"') :]


def test_who_decided_first_does_not_decide_the_appeal(browse, post):
    dewi = scalar(select(Decision.moderator_id))
    first = browse(scalar(select(User).where(User.id == dewi)))
    assert open_case(first, post).status_code == 403
    assert rule(first, post, outcome="overturned", answer="Maaf.").status_code == 403


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"outcome": "upheld"}, REMOVED),
        ({"outcome": "overturned"}, PUBLISHED),
        ({"outcome": "changed", "action": "hide"}, HIDDEN),
    ],
)
def test_each_outcome_does_what_it_says(wulan, post, fields, status):
    open_case(wulan, post)
    assert rule(wulan, post, answer="Kami sudah membacanya.", **fields).status_code == 303
    assert fresh(post).status == status
    assert scalar(select(Appeal.outcome)) == fields["outcome"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"answer": "Maaf."}, "Choose an outcome."),
        ({"outcome": "upheld"}, "Fill this in."),
        ({"outcome": "changed", "action": "remove", "answer": "Maaf."}, "Choose something milder"),
    ],
)
def test_what_is_missing_is_said_and_kept(wulan, post, fields, sentence):
    open_case(wulan, post)
    answer = rule(wulan, post, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert fields.get("answer", "") in answer.text
    assert scalar(select(Appeal.outcome)) == ""
