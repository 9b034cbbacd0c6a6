"""What authors are told when a text is not taken as it is: plainly, and without a lesson in how to get round it."""

import hashlib
import json
from typing import Any

from flask_babel import gettext as _

from ideaboard.screening.fields import Screened
from ideaboard.screening.signals import ABUSE, FRAUD, GAMBLING, STRENGTHS, Signal
from ideaboard.web.problems import Problem
from ideaboard.web.signing import sign, unsign

_LASTS = 24 * 3600  # seconds
_LONGEST_QUOTE = 60


class Unfit(Problem):
    """A text that is not taken as it is. `token`, if there is one, sends exactly this text all the same."""

    code = 422

    def __init__(self, message: object, token: str = "") -> None:
        super().__init__(message)
        self.token = token

    def show_on(self, form: Any) -> None:
        """Let a form say so when it is shown again, with what was typed in it."""
        if self.token:
            form.reword = self
        else:
            form.form_errors.append(str(self.message))


def refusal(screened: Screened) -> Unfit:
    """Return why a text is not taken at all."""
    if any(signal.name == "board.refuse" for signal in screened.result.signals):
        return Unfit(_("Something in this text, a link or words, is not allowed on this board."))
    kind = max(screened.result.scores, key=lambda kind: screened.result.scores[kind], default="")
    reasons = {
        GAMBLING: _("This looks like advertising for gambling, which has no place here."),
        FRAUD: _("This looks like an attempt to get money or data from people, which has no place here."),
    }
    reason = reasons.get(kind, _("This looks like advertising or was sent many times, which has no place here."))
    return Unfit(reason)


def question(screened: Screened, person_id: int) -> Unfit:
    """Return what asks once to reword, with the words it is about."""
    signal = _worst(screened)
    places = screened.places(signal.spans) if signal else []
    words = screened.words(places[0])[:_LONGEST_QUOTE] if places else ""
    if signal is not None and words and signal.family == ABUSE:
        said = _("“%(words)s” can hurt people. Change it, or send it as it is.", words=words)
    elif words:
        said = _("Readers may misunderstand “%(words)s”. Change it, or send it as it is.", words=words)
    else:
        said = _("Some words can hurt people. Change them, or send your text as it is.")
    return Unfit(said, sign("as-is", digest(screened, person_id)))


def was_asked(screened: Screened, person_id: int, token: str) -> bool:
    """Say whether this person was asked about exactly this text, and sends it all the same."""
    return bool(token) and unsign("as-is", token, _LASTS) == digest(screened, person_id)


def digest(screened: Screened, person_id: int) -> str:
    """Return what stands for these texts of this person."""
    said = json.dumps([person_id, sorted(screened.fields.items())])
    return hashlib.sha256(said.encode()).hexdigest()


def _worst(screened: Screened) -> Signal | None:
    """Return the strongest signal that points at words, abuse first."""
    pointing = [signal for signal in screened.result.signals if signal.spans]
    return max(
        pointing, key=lambda signal: (signal.family == ABUSE, STRENGTHS.index(signal.strength)), default=None
    )
