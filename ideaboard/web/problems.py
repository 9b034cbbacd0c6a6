"""Refusals that services raise; web/errors.py turns them into answers with a sentence."""

import math
from datetime import timedelta

from flask import g, has_app_context


class Problem(Exception):
    """A refusal the reader can understand. `message` is a translated (or lazy) sentence."""

    code = 400

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Problem):
    """This person may not do that."""

    code = 403


class Silenced(NotAllowed):
    """A sanction keeps this person from writing; what was typed stays on the page."""


class TermsChanged(NotAllowed):
    """The rules have changed and wait for an answer; what was typed stays on the page, ready to be sent."""


class WrongState(Problem):
    """The thing is no longer in the state this needs: closed, decided, changed meanwhile."""

    code = 409


class TooFast(Problem):
    """A limit of `most` is used up; `retry_after` says for how long."""

    code = 429

    def __init__(self, message: object, retry_after: timedelta, most: int = 0) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.most = most
        if has_app_context():  # The answer says it in its headers, whoever catches this (web/limits.py).
            g.too_fast = self

    @property
    def seconds(self) -> int:
        """The wait in whole seconds, at least one."""
        return max(1, math.ceil(self.retry_after.total_seconds()))
