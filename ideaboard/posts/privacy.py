"""What posts of every kind hold of a person."""

from flask_babel import lazy_gettext as _l

from ideaboard.accounts.privacy.holdings import Done, Kept, holds, not_personal

_PUBLIC = "what readers see stays without a name; everything else is erased (posts/erasing.py)"

holds("posts", "author_id", title=_l("What you wrote"), leaves=Done(_PUBLIC))
holds("post_versions", "post_id", through="posts", title=_l("Versions of what you wrote"), leaves=Done(_PUBLIC))
holds(
    "post_versions",
    "editor_id",
    name="edits",
    title=_l("Versions that you saved"),
    leaves=Kept("texts of a business that its team wrote together; they lead to an account that names nobody"),
)
holds(
    "screening_results", "post_id", through="posts", title=_l("How your texts were screened"), leaves=Done(_PUBLIC)
)
holds(
    "learning_examples",
    "post_id",
    name="learned_from_you",
    through="posts",
    title=_l("What was learned from your texts"),
    without=("moderator_id",),
    why_without=_l("Who decided is not told."),
    leaves=Done("goes with the text; what was learned from public texts stays with them"),
)
not_personal("copy_sketches", "hashes of a text by which copies of it are found; they go with it")
not_personal("copy_keys", "the same")
