"""How pressing a case is, in a word."""

from typing import Any

from flask_babel import lazy_gettext as _l

HIGH, MEDIUM, LOW = "high", "medium", "low"
WORDS = {HIGH: (_l("High"), "problem"), MEDIUM: (_l("Medium"), "attention"), LOW: (_l("Low"), "")}
FROM_HIGH, FROM_MEDIUM = 3.0, 1.5  # severity × reach × confidence (cases/topics.py)


def priority_of(case: Any) -> str:
    """Return the priority of a case, or of a row with its columns."""
    if case.is_child or case.is_urgent or case.topic == "legal" or case.weight >= FROM_HIGH:
        return HIGH
    return MEDIUM if case.weight >= FROM_MEDIUM else LOW
