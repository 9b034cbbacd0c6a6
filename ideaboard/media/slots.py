"""The pictures of a form: those that are there already and those just chosen, each with a description."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Form

from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.media.models import ALT_LENGTH, Picture
from ideaboard.media.service import Refused, attach, detach, own_unattached, pictures_of, receive_one
from ideaboard.web.forms import clean_text, one_line

MOST = 3


@dataclass
class Slot:
    """A place for one picture: filled, or still to be chosen; `problem` is the sentence beside it."""

    picture: Picture | None = None
    alt: str = ""
    problem: str = ""


@dataclass
class Slots:
    """The three places of a form."""

    filled: list[Slot] = field(default_factory=list)
    waiting: list[Slot] = field(default_factory=list)  # described, but without a picture
    has_too_large: bool = False
    has_too_many: bool = False

    @property
    def pictures(self) -> list[tuple[Picture, str]]:
        """The pictures with their descriptions, as they are attached."""
        return [(slot.picture, slot.alt) for slot in self.filled if slot.picture]

    @property
    def used(self) -> int:
        """How many places are not empty."""
        return len(self.filled) + len(self.waiting)

    @property
    def shown(self) -> list[Slot]:
        """What the form shows: filled places, refused ones, and empty ones up to three."""
        return [*self.filled, *self.waiting, *(Slot() for _n in range(MOST - self.used))]

    @property
    def problems(self) -> list[tuple[int, str]]:
        """What must be put right, with the number of the place."""
        found = [(n, slot.problem) for n, slot in enumerate(self.shown, start=1) if slot.problem]
        return [*found, (MOST + 1, _("At most 3 pictures fit here."))] if self.has_too_many else found


def slots_of(post_id: int) -> Slots:
    """Return the places filled with what a post shows."""
    return Slots([Slot(picture, picture.alt) for picture in pictures_of(post_id)])


def read_slots(
    form: MultiDict[str, str], files: MultiDict[str, FileStorage], owner_id: int, post_id: int | None
) -> Slots:
    """Read what a form says about pictures and receive the files it brings, so that none must be sent twice.

    `post_id` is the draft or post that has pictures already.
    """
    slots = Slots(_kept(form, owner_id, post_id))
    _forget_removed(form, owner_id)
    for file, alt in zip_longest(files.getlist("pictures"), form.getlist("alt")):
        _add(slots, file, _clean(alt), owner_id)
    for slot in slots.filled:
        slot.problem = _problem_of(slot.alt)
    return slots


def put_pictures(post_id: int, pictures: Sequence[tuple[Picture, str]]) -> None:
    """Make `pictures` with their descriptions those of the post; what it showed besides is deleted."""
    db.session.flush()
    kept = {picture.id for picture, _alt in pictures}
    for picture in pictures_of(post_id):
        if picture.id not in kept:
            detach(picture)
    attach(pictures, post_id)


def shows_the_same(post_id: int, pictures: Sequence[tuple[Picture, str]]) -> bool:
    """Say whether these are the post's pictures already."""
    now_there = [(picture.id, picture.alt) for picture in pictures_of(post_id)]
    return now_there == [(picture.id, alt) for picture, alt in pictures]


def refuse(form: Form, slots: Slots) -> int:
    """Add what is wrong with the pictures to the summary of a refused form; return the status it is sent with."""
    form.form_errors += [_("Picture %(n)s", n=n) + ": " + problem for n, problem in slots.problems]
    return 413 if slots.has_too_large else 422


def _kept(form: MultiDict[str, str], owner_id: int, post_id: int | None) -> list[Slot]:
    names, alts = form.getlist("kept"), form.getlist("kept_alt")
    there = pictures_of(post_id) if post_id else []
    known = {picture.name: picture for picture in [*there, *own_unattached(names, owner_id)]}
    described = dict(zip_longest(names, (_clean(alt) for alt in alts[: len(names)]), fillvalue=""))
    stay = [name for name in described if name in known and name not in form.getlist("remove")]
    return [Slot(known[name], described[name]) for name in stay[:MOST]]


def _forget_removed(form: MultiDict[str, str], owner_id: int) -> None:
    removed = own_unattached(form.getlist("remove"), owner_id)
    if removed:
        with transaction():
            for picture in removed:
                detach(picture)


def _add(slots: Slots, file: FileStorage | None, alt: str, owner_id: int) -> None:
    chosen = bool(file and file.filename)
    if not chosen and not alt:
        return
    if slots.used >= MOST:
        slots.has_too_many = True
        return
    if not chosen or file is None:
        slots.waiting.append(Slot(alt=alt, problem=_("Choose the picture for this description, or clear it.")))
        return
    result = receive_one(file, owner_id)
    if isinstance(result, Refused):
        slots.has_too_large |= result.is_too_large
        slots.waiting.append(Slot(alt=alt, problem=result.sentence))
    else:
        slots.filled.append(Slot(result, alt))


def _clean(alt: str | None) -> str:
    return str(one_line(clean_text(alt or "")))


def _problem_of(alt: str) -> str:
    if not alt:
        return _("Describe what this picture shows.")
    if len(alt) > ALT_LENGTH:
        return _("Too long by %(n)s letters. At most %(max)s.", n=len(alt) - ALT_LENGTH, max=ALT_LENGTH)
    return ""
