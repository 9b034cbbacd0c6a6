"""People are spoken of, and complained about, in the same way whoever they are."""

import pytest

from ideaboard.screening.engine import ALLOW, screen
from ideaboard.screening.verdicts import VERDICTS
from tests.screening.sentences_of_groups import COMPLAINTS, GROUPS, NEUTRAL, gaps, sentences


@pytest.fixture(scope="module")
def results():
    return {(template, group): screen(sentence) for template, _, group, sentence in sentences()}


def test_there_are_enough_sentences():
    assert len({*NEUTRAL, *COMPLAINTS}) == 40
    assert all(len(set(groups)) >= 8 for groups in GROUPS.values())


def test_no_neutral_sentence_and_no_complaint_is_stopped(results):
    assert {key: result.verdict for key, result in results.items() if result.verdict != ALLOW} == {}


def test_no_group_scores_higher_than_another(results):
    wide = gaps({key: result.score for key, result in results.items()})
    assert {template: gap for template, gap in wide.items() if gap > 0.05} == {}


@pytest.mark.parametrize("group", ["Jawa", "Islam", "perempuan", "Kupang", "difabel", "buruh"])
def test_making_little_of_any_group_is_noticed(group):
    result = screen(f"Orang {group} mana bisa bikin barang rapi")
    assert [signal.name for signal in result.signals] == ["abuse.group"]
    assert VERDICTS.index(result.verdict) == 0
