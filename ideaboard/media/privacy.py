"""What pictures hold of a person; their files go with them."""

from collections.abc import Iterator
from contextlib import suppress

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.accounts.privacy.erasing import before_erasing
from ideaboard.accounts.privacy.holdings import Done, holds
from ideaboard.accounts.privacy.reading import brings_files
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.media.service import detach, files_of, store
from ideaboard.media.storage import PictureMissing

holds(
    "pictures",
    "owner_id",
    title=_l("Your pictures"),
    leaves=Done(
        "those of ideas and unused ones go with their files; a logo, a cover and news belong to the business"
    ),
)


@brings_files
def own_pictures(person_id: int) -> Iterator[tuple[str, bytes]]:
    """Return every picture of a person, whole."""
    for name in db.session.scalars(select(Picture.name).where(Picture.owner_id == person_id).order_by(Picture.id)):
        with suppress(PictureMissing):  # Its row may be there a moment longer than its file.
            yield f"{name}.webp", store().open(files_of(name)[0])


@before_erasing
def forget_unused(person_id: int) -> None:
    """Delete pictures that were sent and show nowhere."""
    unused = select(Picture).where(Picture.owner_id == person_id, Picture.attached_at.is_(None))
    for picture in db.session.scalars(unused).all():
        detach(picture)
