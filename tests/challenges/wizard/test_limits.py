"""Step 2: limits and weighted criteria."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from ideaboard.challenges.models import Challenge, Criterion
from ideaboard.challenges.wizard.limits_form import lines_of, weight_of, weights_sentence
from ideaboard.posts.service import latest_fields
from tests.browser import Browser
from tests.challenges.wizard.forms import draft_up_to, owner_of_a_business, path, send
from tests.database import context, count, fresh, rows

Browse = Callable[..., Browser]


def _criteria() -> list[tuple[int, str, int]]:
    found = rows(select(Criterion).order_by(Criterion.position))
    return [(criterion.position, criterion.name, criterion.weight) for criterion in found]


@pytest.fixture
def owner(browse: Browse) -> Browser:
    """The browser of somebody who runs a business."""
    return browse(owner_of_a_business())


@pytest.fixture
def draft(owner: Browser) -> Challenge:
    """Their draft, whose first step is done."""
    return draft_up_to(owner, 2)


def test_limits_and_criteria_are_stored(owner: Browser, draft: Challenge) -> None:
    assert send(owner, draft, 2).location == path(draft, 3)
    assert fresh(draft).limits == "Paling mahal Rp18.000\nSemua bahan halal"
    assert _criteria() == [(1, "Bahan mudah didapat", 40), (2, "Khas", 35), (3, "Tahan 60 hari", 25)]
    assert fresh(draft).wizard_step == 3


def test_saving_again_replaces_the_criteria(owner: Browser, draft: Challenge) -> None:
    send(owner, draft, 2)
    send(owner, draft, 2, weight_1="30", name_4="Murah", weight_4="10")
    assert [weight for _n, _name, weight in _criteria()] == [30, 35, 25, 10]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"limits": ""}, "limits"),
        ({"limits": "\n".join("abc" for _n in range(13))}, "limits"),
        ({"limits": "x" * 161}, "limits"),
        ({"name_1": ""}, "name_1"),
        ({"name_1": "x" * 81}, "name_1"),
        ({"weight_2": "0"}, "weight_2"),
        ({"weight_2": "101"}, "weight_2"),
        ({"weight_2": "banyak"}, "weight_2"),
        ({"weight_2": "3,5"}, "weight_2"),
        ({"name_3": "", "weight_3": "", "weight_1": "65"}, "name_3"),
        ({"name_4": "Murah"}, "weight_4"),
        ({"weight_4": "5", "weight_1": "35"}, "name_4"),
    ],
)
def test_a_wrong_field_is_refused(owner: Browser, draft: Challenge, changes: dict[str, str], field: str) -> None:
    answer = send(owner, draft, 2, **changes)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Khas" in answer.text
    assert count(Criterion) == 0


@pytest.mark.parametrize(
    ("weight", "sentence"),
    [("35", "Bobot berjumlah 95. Tambah 5 lagi."), ("45", "Bobot berjumlah 105. Kurangi 5.")],
)
def test_a_wrong_sum_is_said_on_submit(owner: Browser, draft: Challenge, weight: str, sentence: str) -> None:
    answer = send(owner, draft, 2, weight_1=weight)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("weight", "sentence"),
    [("35", "Bobot berjumlah 95. Tambah 5 lagi."), ("45", "Bobot berjumlah 105. Kurangi 5."), ("40", "Pas 100.")],
)
def test_the_sum_is_said_while_typing(owner: Browser, weight: str, sentence: str) -> None:
    answer = owner.get(f"/tantangan/bobot?weight_1={weight}&weight_2=60&weight_3=&weight_4=abc", htmx=True)
    assert sentence in answer.text
    assert 'id="weights-sum"' in answer.text
    assert "<html" not in answer.text


def test_without_a_script_a_button_adds_up(owner: Browser, draft: Challenge) -> None:
    answer = send(owner, draft, 2, weight_1="35", do="sum")
    assert answer.status_code == 200
    assert "Bobot berjumlah 95. Tambah 5 lagi." in answer.text
    assert 'value="Tahan 60 hari"' in answer.text
    assert count(Criterion) == 0


def test_an_unfinished_step_keeps_even_what_is_wrong(owner: Browser, draft: Challenge) -> None:
    answer = send(owner, draft, 2, limits="", weight_1="apa", do="save")
    assert answer.location == path(draft, 2)
    page = owner.get(answer.location).text
    assert 'value="apa"' in page
    assert 'value="Tahan 60 hari"' in page
    assert fresh(draft).wizard_step == 2


def test_finishing_a_step_forgets_its_unfinished_input(owner: Browser, draft: Challenge) -> None:
    send(owner, draft, 2, weight_1="apa", do="save")
    send(owner, draft, 2)
    with context():
        assert latest_fields(draft.id)["unfinished"] == {}


def test_what_somebody_else_saved_meanwhile_is_shown_beside_ones_own(owner: Browser, draft: Challenge) -> None:
    old = str(fresh(draft).version)
    send(owner, draft, 2, limits="Milik rekan")
    answer = send(owner, draft, 2, version=old, limits="Milik saya")
    assert answer.status_code == 409
    assert "Milik rekan" in answer.text
    assert "Milik saya" in answer.text
    assert fresh(draft).limits == "Milik rekan"
    assert f'name="version" type="hidden" value="{fresh(draft).version}"' in answer.text


def test_a_double_click_is_answered_twice_and_saved_once(owner: Browser, draft: Challenge) -> None:
    old = str(fresh(draft).version)
    answers = [send(owner, draft, 2, version=old) for _n in range(2)]
    assert [answer.location for answer in answers] == [path(draft, 3)] * 2
    assert len(_criteria()) == 3


def test_a_step_that_was_not_reached_cannot_be_sent(owner: Browser, draft: Challenge) -> None:
    assert send(owner, draft, 3).status_code == 404
    assert owner.get(path(draft, 4)).location == path(draft, 2)


def test_weights_and_lines_are_read_as_people_write_them() -> None:
    assert [weight_of(text) for text in ("40", " 40% ", "0", "", None, "１０", "-4")] == [
        40,
        40,
        None,
        None,
        None,
        None,
        None,
    ]
    assert lines_of(" - satu\n\n* dua\n• tiga ") == ["satu", "dua", "tiga"]


def test_the_sentence_of_a_whole_sum(in_request: object) -> None:
    assert weights_sentence(100) == "Pas 100."
