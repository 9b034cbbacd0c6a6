"""What support holds of a person."""

from flask_babel import lazy_gettext as _l

from ideaboard.accounts.privacy.holdings import Blanked, Kept, holds, not_personal

_QUIET = _l("Whether support is being checked is not told, so that nobody learns how it is noticed.")

holds(
    "votes",
    "user_id",
    title=_l("Ideas that you support"),
    without=("state",),
    why_without=_QUIET,
    leaves=Blanked({"network_hash": "", "device_hash": ""}, "counts were shown, and some are settled for good"),
)
holds(
    "ballots",
    "user_id",
    title=_l("How many supports you gave"),
    without=("held",),
    leaves=Kept("numbers that belong to the counts"),
)
not_personal("frozen_boards", "counts at closing")
not_personal("frozen_counts", "counts at closing")
not_personal("count_corrections", "counts at closing")
