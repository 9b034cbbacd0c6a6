"""The words by which the engine of these tests judges."""

from __future__ import annotations

from ideaboard.screening.context import Context
from ideaboard.screening.engine import ALLOW, HOLD, REFUSE, VERDICTS, WARN, Result
from ideaboard.screening.signals import KINDS, MEDIUM, STRONG, Signal

HELD_WORD, WORSE_WORD, WARNED_WORD, REFUSED_WORD = "gacorcontoh", "maxwincontoh", "bodohcontoh", "judicontoh"
CLAIM, PHONE = "menyembuhkan semua", "0812-0000-0001"
_SIGNALS = {
    HELD_WORD: Signal("gambling.word", MEDIUM),
    WORSE_WORD: Signal("gambling.site", MEDIUM),
    WARNED_WORD: Signal("abuse.insult", STRONG),
    REFUSED_WORD: Signal("gambling.brand", STRONG, certain=True),
}
_VERDICTS = {HELD_WORD: HOLD, WORSE_WORD: HOLD, WARNED_WORD: WARN, REFUSED_WORD: REFUSE}


class FakeEngine:
    """Finds the words above, and remembers what it was told."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Context]] = []

    def screen(self, text: str, context: Context) -> Result:
        """Judge by the words."""
        self.asked.append((text, context))
        found = [word for word in _VERDICTS if word in text]
        verdicts = [_VERDICTS[word] for word in found]
        if WARNED_WORD in found and context.warned_before:
            verdicts.append(HOLD)
        signals = [
            Signal(_SIGNALS[word].name, _SIGNALS[word].strength, (_span(text, word),), _SIGNALS[word].certain)
            for word in found
        ]
        scores = dict.fromkeys(KINDS, 0.0)
        for signal in signals:
            scores[signal.family] = 0.8
        masked = (_span(text, PHONE),) if PHONE in text else ()
        worst = max(verdicts, key=VERDICTS.index, default=ALLOW)
        return Result(worst, scores, tuple(signals), CLAIM in text, masked)


def _span(text: str, word: str) -> tuple[int, int]:
    return text.index(word), text.index(word) + len(word)
