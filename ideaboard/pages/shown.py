"""What kept pages show: a change of these rows is seen by the next reader of the page.

What changes often (votes, comments, edits) gives a new number to its own page; what changes seldom and shows in
many places (names, businesses, the texts and dates of a challenge) to all of them.
"""

from ideaboard.data.page_versions import EVERYWHERE, Watched, watch

_ALL = (str(EVERYWHERE),)

watch(
    Watched(
        "ideas",
        ("{row}.id", "{row}.challenge_id"),
        (
            *("challenge_id", "title", "excerpt", "for_whom_html", "why_html", "listed", "sent", "hot"),
            *("vote_count", "comment_count"),
        ),
        "{row}.listed",
    ),
    Watched("comments", ("{row}.idea_id",), ("idea_id", "reply_to_id", "listed", "reply_count"), "{row}.listed"),
    # A comment's text is its post's, a challenge's status too. Rows come and go with those of their kind.
    Watched(
        "posts",
        (
            "CASE {row}.kind WHEN 'idea' THEN {row}.id WHEN 'comment' THEN {row}.parent_id "
            "WHEN 'challenge' THEN 0 END",
            "CASE {row}.kind WHEN 'idea' THEN {row}.parent_id END",
        ),
        (
            *("author_id", "status", "html", "version", "needs_source", "source_url", "label"),
            *("published_at", "edited_at", "repair_asked_at"),
        ),
        "{row}.status <> 'draft'",
        whole=False,
    ),
    Watched(
        "pictures",
        ("{row}.post_id", "(SELECT parent_id FROM posts WHERE id = {row}.post_id)"),
        ("post_id", "name", "alt", "position", "thumb_width", "thumb_height", "thumb_bytes"),
        "{row}.post_id IS NOT NULL",
    ),
    Watched(
        "challenges",
        ("{row}.id",),
        ("idea_count", "voter_count", "update_count"),
        whole=False,
        name="challenge_counts",
    ),
    Watched(
        "challenges",
        _ALL,
        (
            *("business_id", "slug", "title", "sector", "city", "zone", "licence", "promise", "promise_text"),
            *("support_rule", "opens_at", "ideas_close_at", "support_close_at", "answers_due_on"),
            *("prize_headline", "listed", "cancelled_at"),
        ),
        "({row}.listed OR {row}.cancelled_at IS NOT NULL)",
    ),
    Watched("criteria", ("{row}.challenge_id",), ("challenge_id", "position", "name", "weight")),
    Watched("cancellations", ("{row}.challenge_id",), ("reason", "at")),
    Watched("businesses", _ALL, ("slug", "name", "city", "verified_at"), whole=False),
    Watched("memberships", _ALL, ("business_id", "user_id", "role")),
    Watched("users", _ALL, ("handle", "name", "city", "closed_at"), whole=False),
)
