"""The cover picture of a challenge: received with any send of step 1, kept over a refused form."""

from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict

from ideaboard.challenges.models import Challenge
from ideaboard.extensions import db
from ideaboard.media.models import ALT_LENGTH, Picture
from ideaboard.media.service import Refused, attach, detach, own_unattached, pictures_of, receive_one
from ideaboard.web.forms import clean_text, one_line


@dataclass
class Cover:
    """The picture a form shows, its description, and what is wrong with them."""

    picture: Picture | None = None
    alt: str = ""
    problem: str = ""
    is_too_large: bool = False

    @property
    def lacks_words(self) -> bool:
        """Say whether only the description is missing, which a draft may do without for now."""
        return self.picture is not None and not self.alt


def cover_of(challenge: Challenge) -> Cover:
    """Return the cover as it is stored."""
    found = [picture for picture in pictures_of(challenge.id) if picture.id == challenge.cover_id]
    return Cover(found[0], found[0].alt) if found else Cover()


def read_cover(
    form: MultiDict[str, str], files: MultiDict[str, FileStorage], owner_id: int, challenge: Challenge | None
) -> Cover:
    """Read what the form says about the cover and receive the file it brings."""
    alt = str(one_line(clean_text(form.get("cover_alt") or "")))
    file = files.get("cover")
    if file and file.filename:
        result = receive_one(file, owner_id)
        if isinstance(result, Refused):
            return Cover(None, alt, result.sentence, result.is_too_large)
        return Cover(result, alt, _problem_of(alt))
    picture = _kept(form, owner_id, challenge)
    if picture is not None:
        return Cover(picture, alt, _problem_of(alt))
    removed = bool(form.get("remove_cover"))
    waiting = _("Choose the picture for this description, or clear it.") if alt and not removed else ""
    return Cover(None, "" if removed else alt, waiting)


def put_cover(challenge: Challenge, cover: Cover) -> None:
    """Make `cover` the only picture of the challenge, in the open transaction."""
    challenge.cover_id = None
    db.session.flush()
    for picture in pictures_of(challenge.id):
        if cover.picture is None or picture.id != cover.picture.id:
            detach(picture)
    if cover.picture is not None:
        attach([(cover.picture, cover.alt)], challenge.id)
        challenge.cover_id = cover.picture.id


def _kept(form: MultiDict[str, str], owner_id: int, challenge: Challenge | None) -> Picture | None:
    name = form.get("kept_cover", "")
    if not name or name in form.getlist("remove_cover"):
        return None
    there = pictures_of(challenge.id) if challenge else []
    return next((picture for picture in [*there, *own_unattached([name], owner_id)] if picture.name == name), None)


def _problem_of(alt: str) -> str:
    if not alt:
        return _("Describe what this picture shows.")
    if len(alt) > ALT_LENGTH:
        return _("Too long by %(n)s letters. At most %(max)s.", n=len(alt) - ALT_LENGTH, max=ALT_LENGTH)
    return ""
