"""Why a decision is refused: somebody was faster, the text changed, another moderator reads it."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.moderation.models import Decision
from ideaboard.web.problems import Problem, WrongState


class AlreadyDecided(WrongState):
    """Somebody was faster, or the author took the post back. `name` is who decided, and `decision` what, if any."""

    def __init__(self, decision: Decision | None = None, name: str = "") -> None:
        by = _l("%(name)s was faster. Nothing was changed by you.", name=name)
        super().__init__(by if name else _l("Somebody was faster. Nothing was changed by you."))
        self.decision, self.name = decision, name


class Changed(WrongState):
    """The author changed the post after the page was loaded: what was read is not what would be decided."""

    def __init__(self) -> None:
        super().__init__(_l("The author changed this text meanwhile. Read it again, then decide."))


class Claimed(WrongState):
    """Another moderator has the case open; `name` is who."""

    def __init__(self, name: str) -> None:
        super().__init__(_l("%(name)s has this case open. Nothing was changed by you.", name=name))
        self.name = name


class NotFitting(Problem):
    """The choice cannot be made as it was sent: a part is missing, or the parts do not fit together."""

    code = 422

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
