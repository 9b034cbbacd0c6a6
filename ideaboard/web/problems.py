"""Refusals that services raise; web/errors.py turns them into answers with a sentence."""

from datetime import timedelta


class Problem(Exception):
    """A refusal the reader can understand. `message` is a translated (or lazy) sentence."""

    code = 400

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Problem):
    """This person may not do that."""

    code = 403


class WrongState(Problem):
    """The thing is no longer in the state this needs: closed, decided, changed meanwhile."""

    code = 409


class TooFast(Problem):
    """A limit is used up; `retry_after` says for how long."""

    code = 429

    def __init__(self, message: object, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after
