"""What screening holds of a person. What it says of posts goes with their texts (posts/erasing.py)."""

from flask_babel import lazy_gettext as _l

from ideaboard.accounts.privacy.holdings import DELETED, Blanked, Kept, holds, mentions, not_personal

_OFFICE = Kept("what somebody did in office; it leads to an account that names nobody")

holds(
    "screening_results", "user_id", name="screening_of_you", title=_l("How your name was screened"), leaves=DELETED
)
holds(
    "learning_examples",
    "moderator_id",
    title=_l("What you taught the classifier"),
    only=("id", "kind", "is_kind", "created_at", "taken_back_at"),
    leaves=Blanked({"moderator_id": None}, "the text is somebody else's"),
)
holds(
    "blocklist_entries",
    "created_by_id",
    title=_l("Blocklist entries that you added"),
    only=("id", "kind", "text", "note", "created_at"),
    leaves=_OFFICE,
)
holds(
    "claims", "labelled_by_id", title=_l("Claims that you labelled"), only=("id", "text", "verdict"), leaves=_OFFICE
)
mentions("screening_choices", "changed_by_id", "a setting of the site; the log says who changed it")
not_personal("blocklist_hits", "which rule met a post, without words; what came of it is among the results")
not_personal("learned_models", "weights of words")
not_personal("list_versions", "counters")
