"""What can come out of examining a claim, in words and as people write it in files."""

from flask_babel import lazy_gettext as _l

from ideaboard.screening.claims.models import CONTEXT, FALSE, MISLEADING, SATIRE, TRUE, UNPROVEN, VERDICTS

LABELS = {
    TRUE: _l("True"),
    CONTEXT: _l("Lacks context"),
    MISLEADING: _l("Misleading"),
    FALSE: _l("False"),
    SATIRE: _l("Satire"),
    UNPROVEN: _l("Not proven yet"),
}
# Files come from people who check facts in Indonesian; codes and English are taken, too.
_WRITTEN = {
    "benar": TRUE,
    "fakta": TRUE,
    "kurang konteks": CONTEXT,
    "missing context": CONTEXT,
    "menyesatkan": MISLEADING,
    "salah": FALSE,
    "hoaks": FALSE,
    "hoax": FALSE,
    "keliru": FALSE,
    "satir": SATIRE,
    "satire": SATIRE,
    "parodi": SATIRE,
    "belum terbukti": UNPROVEN,
    "unproven": UNPROVEN,
    **{code: code for code in VERDICTS},
}


def parse_verdict(written: str) -> str | None:
    """Return the code of a verdict as people write it, or None."""
    return _WRITTEN.get(" ".join(written.lower().replace("_", " ").strip(" []()").split()))
