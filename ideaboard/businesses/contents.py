"""What higher packages add to the pages of a business: they register it, this package imports none of them."""

from collections.abc import Callable
from typing import Any

from ideaboard.businesses.models import Business

PublicPart = Callable[[Business, str | None], dict[str, Any]]
MinePart = Callable[[list[int]], dict[str, Any]]
_public: list[PublicPart] = []
_mine: list[MinePart] = []


def on_business_page(part: PublicPart) -> PublicPart:
    """Register a part of the public page: `part(business, role of the reader)` returns names for the template."""
    _public.append(part)
    return part


def on_my_page(part: MinePart) -> MinePart:
    """Register a part of the page of one's own businesses: `part(ids)` returns names for the template."""
    _mine.append(part)
    return part


def public_contents(business: Business, role: str | None) -> dict[str, Any]:
    """Return everything that was registered for the public page."""
    return {name: value for part in _public for name, value in part(business, role).items()}


def my_contents(business_ids: list[int]) -> dict[str, Any]:
    """Return everything that was registered for the page of one's own businesses."""
    return {name: value for part in _mine for name, value in part(business_ids).items()}
