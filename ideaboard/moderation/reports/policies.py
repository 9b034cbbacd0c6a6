"""Who may report what. Pure predicates."""

from typing import Any


def may_report(person: Any, author_id: int) -> bool:
    """Say whether to offer this person or visitor to report a public post: nobody reports their own."""
    return not (person.is_authenticated and person.id == author_id)
