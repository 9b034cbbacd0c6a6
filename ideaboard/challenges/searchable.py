"""What of a published challenge can be found: its title, its city, its brief, its problem and its limits."""

from ideaboard.data.search_index import Source, make_searchable

make_searchable(
    Source(
        kind="challenge",
        table="challenges",
        key="c.id",
        select=(
            "SELECT 'challenge', c.id, c.id, c.title, "
            "p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city "
            "FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published'"
        ),
        watched={"challenges": ("title", "problem", "limits", "city"), "posts": ("status", "source")},
    )
)
