"""What people change about themselves."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from ideaboard.accounts.identity import fold_handle
from ideaboard.accounts.links import lock_person
from ideaboard.accounts.models import User
from ideaboard.data.transaction import transaction
from ideaboard.web.problems import WrongState


@dataclass(frozen=True)
class Profile:
    """What others see of a person, and the zone in which times are shown to them."""

    name: str
    handle: str
    city: str
    zone: str


class HandleTaken(WrongState):
    """Another account has this handle, or one that looks like it."""

    def __init__(self) -> None:
        super().__init__(_l("This handle is taken, or looks like another one. Try a different one."))


def change_profile(user: User, profile: Profile) -> None:
    """Store it. Raises HandleTaken: the database says which handles are free."""
    try:
        with transaction():
            person = lock_person(user.id)
            person.name, person.city, person.zone = profile.name, profile.city, profile.zone
            person.handle, person.handle_key = profile.handle, fold_handle(profile.handle)
    except IntegrityError:
        raise HandleTaken from None


def choose_display(user: User, locale: str, theme: str) -> None:
    """Store the language and theme of a person."""
    with transaction():
        person = lock_person(user.id)
        person.locale, person.theme = locale, theme
