"""The exam is varied, of our own writing, and read as it is meant."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

from ideaboard.screening.learning.evaluation import digest
from ideaboard.screening.learning.exam import ORDINARY, exam_of, rows
from ideaboard.screening.learning.kinds import LEARNED_KINDS
from ideaboard.screening.normalise import normalise

SEED = rows((files("ideaboard.screening.learning") / "seed.csv").read_text("utf-8"))


def test_there_are_300_examples_and_half_are_ordinary():
    counts = Counter(line["kind"] for line in SEED)
    assert len(SEED) >= 300
    assert counts[ORDINARY] >= 150
    assert set(counts) == {*LEARNED_KINDS, ORDINARY}


def test_only_ordinary_talk_is_labelled_0():
    assert all((line["label"] == "0") == (line["kind"] == ORDINARY) for line in SEED)


def test_no_text_is_there_twice():
    letters = [digest(normalise(line["text"])) for line in SEED]
    assert len(set(letters)) == len(letters)


def test_an_exam_asks_the_kind_and_the_ordinary_texts():
    exam = exam_of("fraud")
    assert sum(text.is_kind for text in exam) == 40
    assert sum(not text.is_kind for text in exam) >= 150
