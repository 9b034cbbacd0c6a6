"""Whether a name may stand beside what a person writes: higher packages say, this one imports none of them."""

from collections.abc import Callable
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

Check = Callable[[str], str]
_checks: list[Check] = []


def on_naming(check: Check) -> Check:
    """Register a check that returns why a name cannot be taken, or ""."""
    _checks.append(check)
    return check


class FitName:
    """Refuse a name that any check refuses."""

    def __call__(self, form: Any, field: Field) -> None:
        """Say why."""
        for check in _checks:
            if reason := check(str(field.data or "")):
                raise ValidationError(reason)
