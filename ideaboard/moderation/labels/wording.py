"""What the verdicts mean, for moderators who choose one."""

from flask_babel import lazy_gettext as _l

from ideaboard.screening.claims import models

MEANINGS = {
    models.TRUE: _l("The claim is right."),
    models.CONTEXT: _l("Right by itself, but something that matters is left out."),
    models.MISLEADING: _l(
        "Partly right, put together so that people believe something wrong. Two moderators decide."
    ),
    models.FALSE: _l("The claim is wrong. Two moderators decide."),
    models.SATIRE: _l("Meant as a joke, and readers could take it for real."),
    models.UNPROVEN: _l("Nobody has shown yet whether it is right."),
}
