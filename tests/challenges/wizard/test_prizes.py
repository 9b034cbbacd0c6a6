"""Step 3: prizes, their date, the licence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.challenges.models import Challenge, Prize
from ideaboard.challenges.wizard.prizes import HEADLINE, PrizeText, advice_on, amount_of, headline_of
from tests.browser import Browser
from tests.challenges.wizard.forms import TODAY, draft_up_to, owner_of_a_business, path, send
from tests.database import count, fresh, rows

Browse = Callable[..., Browser]


@pytest.fixture
def owner(browse: Browse) -> Iterator[Browser]:
    """The browser of somebody who runs a business, on a known day."""
    with time_machine.travel(TODAY, tick=True):
        yield browse(owner_of_a_business())


@pytest.fixture
def draft(owner: Browser) -> Challenge:
    """Their draft, whose first two steps are done."""
    return draft_up_to(owner, 3)


def _prizes() -> list[tuple[int, str, int | None, str]]:
    found = rows(select(Prize).order_by(Prize.position))
    return [(prize.position, prize.kind, prize.amount, prize.description) for prize in found]


def test_prizes_are_stored_with_their_headline(owner: Browser, draft: Challenge) -> None:
    assert send(owner, draft, 3).location == path(draft, 4)
    stored = fresh(draft)
    assert _prizes() == [
        (1, "money", 1_250_000, "Juara pertama"),
        (2, "goods", None, "24 bungkus cetakan pertama"),
    ]
    assert stored.prize_headline == "Rp1.250.000, 24 bungkus cetakan pertama"
    assert (str(stored.prize_due_on), stored.licence) == ("2026-12-31", "buyout")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount_1": ""}, "amount_1"),
        ({"amount_1": "1,5 juta"}, "amount_1"),
        ({"amount_1": "0"}, "amount_1"),
        ({"amount_1": "1.000.000.001"}, "amount_1"),
        ({"amount_1": "-5"}, "amount_1"),
        ({"kind_1": "goods", "description_1": ""}, "description_1"),
        ({"description_2": "x" * 121}, "description_2"),
        ({"prize_due_on": ""}, "prize_due_on"),
        ({"prize_due_on": "2026-02-30"}, "prize_due_on"),
        ({"prize_due_on": "2026-11-20"}, "prize_due_on"),
        ({"licence": "all"}, "licence"),
    ],
)
def test_a_wrong_field_is_refused(owner: Browser, draft: Challenge, changes: dict[str, str], field: str) -> None:
    answer = send(owner, draft, 3, **changes)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "24 bungkus" in answer.text or field == "description_2"
    assert count(Prize) == 0


def test_a_row_is_added_and_keeps_the_others(owner: Browser, draft: Challenge) -> None:
    page = send(owner, draft, 3, do="add").text
    assert 'id="amount_3"' in page
    assert 'value="1.250.000"' in page
    assert 'id="amount_4"' not in page


def test_htmx_gets_the_rows_only(owner: Browser, draft: Challenge) -> None:
    data = {"rows": "1", "do": "add", "amount_1": "5"}
    fragment = owner.post(path(draft, 3), data, htmx=True).text
    assert 'id="step-fields"' in fragment
    assert 'id="amount_2"' in fragment
    assert "<html" not in fragment


def test_there_are_never_more_than_five_rows(owner: Browser, draft: Challenge) -> None:
    page = send(owner, draft, 3, rows="5", do="add").text
    assert 'id="amount_5"' in page
    assert 'id="amount_6"' not in page
    assert 'value="add"' not in page


def test_a_row_is_removed_and_the_later_ones_move_up(owner: Browser, draft: Challenge) -> None:
    page = send(owner, draft, 3, do="remove-1").text
    assert 'id="amount_2"' not in page
    assert 'value="24 bungkus cetakan pertama"' in page
    assert "Juara pertama" not in page


@pytest.mark.parametrize("button", ["remove-9", "remove-0", "remove-", "remove-x"])
def test_a_row_that_does_not_exist_is_not_removed(owner: Browser, draft: Challenge, button: str) -> None:
    answer = send(owner, draft, 3, do=button)
    assert answer.status_code == 200
    assert 'id="amount_2"' in answer.text


def test_an_unfinished_step_keeps_a_sum_in_words(owner: Browser, draft: Challenge) -> None:
    send(owner, draft, 3, amount_1="setengah juta", prize_due_on="", do="save")
    page = owner.get(path(draft, 3)).text
    assert 'value="setengah juta"' in page
    assert 'value="24 bungkus cetakan pertama"' in page


def test_a_low_prize_is_advised_against_but_taken(owner: Browser, draft: Challenge) -> None:
    assert "mungkin dianggap kecil" in send(owner, draft, 3, amount_1="500000", do="look").text
    assert send(owner, draft, 3, amount_1="500000").status_code == 303
    assert "mungkin dianggap kecil" in owner.get(path(draft, 3)).text


def test_the_prize_is_paid_when_ideas_are_answered_or_later(owner: Browser) -> None:
    draft = draft_up_to(owner, 5)
    assert send(owner, draft, 3, prize_due_on="2026-12-18").status_code == 422
    assert send(owner, draft, 3, prize_due_on="2026-12-19").status_code == 303


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250000", 1_250_000),
        ("1.250.000", 1_250_000),
        ("Rp1.250.000", 1_250_000),
        ("rp 1.250.000,-", 1_250_000),
        ("1.250.000,00", 1_250_000),
        ("1.25", None),
        ("1250.000", None),
        ("1,250,000", None),
        ("٣٠٠", None),
        ("9" * 16, None),
        ("", None),
    ],
)
def test_money_is_read_as_people_write_it(text: str, amount: int | None) -> None:
    assert amount_of(text) == amount


def test_the_headline_fits_its_column() -> None:
    line = headline_of([PrizeText("goods", None, "x" * 120), PrizeText("goods", None, "y" * 120)])
    assert len(line) == HEADLINE
    assert line.endswith("…")


def test_one_large_prize_gets_the_advice_to_split_it(in_request: object) -> None:
    [advice] = advice_on([PrizeText("money", 1_000_000, "")])
    assert "Rp500.000, Rp300.000, dan Rp200.000" in advice
    assert advice_on([PrizeText("money", 500_000, ""), PrizeText("money", 300_000, "")]) == []
    assert advice_on([PrizeText("goods", None, "Kaus")]) == []
