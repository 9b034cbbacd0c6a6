"""What of a business can be found: its name, its city and what it says about itself."""

from ideaboard.data.search_index import Source, make_searchable

make_searchable(
    Source(
        kind="business",
        table="businesses",
        key="b.id",
        select="SELECT 'business', b.id, NULL, b.name, b.city || ' ' || b.about FROM businesses b WHERE true",
        watched={"businesses": ("name", "city", "about")},
    )
)
