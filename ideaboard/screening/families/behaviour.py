"""What the way of posting says, whatever the text: haste, repetition, many targets."""

from ideaboard.screening.context import NEW, Context, NearDuplicate
from ideaboard.screening.signals import MEDIUM, STRONG, WEAK, Signal

_YOUNG_HOURS = 24
_FAST_SECONDS = 3  # nobody reads a form, writes and sends in less
_BURST = 5  # posts in ten minutes
_CROWD = 3  # young accounts that seem to be one
_MANY_TARGETS = 3
_NEAR, _SAME = 0.8, 0.98


def signals_of(context: Context, *, has_link: bool = False) -> list[Signal]:
    """Return the signals of a post's circumstances."""
    return [*_account(context), *_pace(context), *_firsts(context, has_link), *_copies(context.near_duplicates)]


def _account(context: Context) -> list[Signal]:
    found = []
    if context.account_age_hours is not None and context.account_age_hours < _YOUNG_HOURS:
        found.append(Signal("behaviour.young_account", WEAK))
    if context.first_post:
        found.append(Signal("behaviour.first_post", WEAK))
    if context.neighbours >= _CROWD:
        found.append(Signal("behaviour.crowd", MEDIUM))
    return found


def _pace(context: Context) -> list[Signal]:
    found = []
    if context.seconds_to_submit is not None and context.seconds_to_submit < _FAST_SECONDS:
        found.append(Signal("behaviour.fast", MEDIUM))
    if context.recent_posts >= _BURST:
        found.append(Signal("behaviour.burst", MEDIUM))
    return found


def _firsts(context: Context, has_link: bool) -> list[Signal]:
    """A new account's links and pictures are looked at by a person first."""
    if context.trust != NEW:
        return []
    found = [Signal("behaviour.new_link", MEDIUM)] if has_link else []
    return [*found, Signal("behaviour.new_picture", MEDIUM)] if context.has_pictures else found


def _copies(near: tuple[NearDuplicate, ...]) -> list[Signal]:
    near = tuple(other for other in near if other.likeness >= _NEAR)
    own = {other.post_id for other in near if other.same_author}
    found = []
    if near:
        found.append(Signal("spam.near_duplicate", MEDIUM))
    if len(own) >= _MANY_TARGETS:
        found.append(Signal("behaviour.many_targets", STRONG))
        exact = {other.post_id for other in near if other.likeness >= _SAME and other.same_author}
        found.append(Signal("spam.campaign", STRONG, certain=len(exact) >= _MANY_TARGETS))
    return found
