"""Scores: what the signals of a kind come to."""

from ideaboard.screening.scoring import score, score_all
from ideaboard.screening.signals import GAMBLING, KINDS, MEDIUM, STRONG, WEAK, Signal


def test_no_signal_is_no_score():
    assert score_all([]) == dict.fromkeys(KINDS, 0.0)


def test_a_stronger_signal_scores_higher():
    scores = [score(GAMBLING, [Signal("gambling.game", strength)]) for strength in (WEAK, MEDIUM, STRONG)]
    assert scores == sorted(set(scores))


def test_a_further_signal_adds_and_never_reaches_certainty():
    signals = [Signal(f"gambling.n{number}", STRONG) for number in range(3)]
    assert score(GAMBLING, signals[:1]) < score(GAMBLING, signals) < 1


def test_the_same_signal_twice_proves_no_more():
    once = [Signal("gambling.term", MEDIUM)]
    assert score(GAMBLING, once * 5) == score(GAMBLING, once)


def test_a_signal_counts_for_its_own_kind_only():
    scores = score_all([Signal("fraud.prize", STRONG)])
    assert [kind for kind, value in scores.items() if value] == ["fraud"]


def test_a_disguise_says_nothing_by_itself():
    assert score(GAMBLING, [Signal("disguise.styled", MEDIUM)]) == 0.0


def test_a_disguise_makes_worse_what_is_there():
    plain = [Signal("gambling.term", MEDIUM)]
    assert score(GAMBLING, [*plain, Signal("disguise.styled", MEDIUM)]) > score(GAMBLING, plain)
