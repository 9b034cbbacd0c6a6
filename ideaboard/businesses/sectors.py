"""The eight sectors: their key in the database, their word in addresses, their cloth and their name."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Sector:
    """One sector of business."""

    key: str
    slug: str
    motif: str
    name: LazyString


SECTORS = {
    sector.key: sector
    for sector in (
        Sector("food", "kuliner", "kawung", _l("Food")),
        Sector("fashion", "fesyen", "parang", _l("Fashion")),
        Sector("craft", "kriya", "anyaman", _l("Crafts")),
        Sector("agribusiness", "agribisnis", "tumpal", _l("Agribusiness")),
        Sector("herbal", "jamu", "truntum", _l("Herbal & beauty")),
        Sector("services", "jasa", "anyaman", _l("Services")),
        Sector("household", "rumah-tangga", "truntum", _l("Household")),
        Sector("other", "lainnya", "tumpal", _l("Other")),
    )
}
_BY_SLUG = {sector.slug: sector for sector in SECTORS.values()}


def sector_from_slug(slug: str | None) -> Sector | None:
    """Return the sector an address names, or None."""
    return _BY_SLUG.get(slug or "")


def sector_choices() -> list[tuple[str, LazyString]]:
    """Return (key, name) for select fields."""
    return [(sector.key, sector.name) for sector in SECTORS.values()]
