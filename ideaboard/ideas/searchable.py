"""What of a published idea can be found: its title and all its texts."""

from ideaboard.data.search_index import Source, make_searchable

make_searchable(
    Source(
        kind="idea",
        table="ideas",
        key="i.id",
        select=(
            "SELECT 'idea', i.id, i.challenge_id, i.title, "
            "p.source || ' ' || i.for_whom || ' ' || i.why "
            "FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published'"
        ),
        watched={"ideas": ("title", "for_whom", "why"), "posts": ("status", "source")},
    )
)
