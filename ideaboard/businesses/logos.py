"""The logo in a business's form: the one that is there, one just chosen, or none; it survives a refused form."""

from dataclasses import dataclass

from werkzeug.datastructures import FileStorage, MultiDict

from ideaboard.businesses.models import Business
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.media.service import Refused, attach, detach, own_unattached, receive_one


@dataclass
class LogoChoice:
    """What a form says about the logo. `new` is received and not yet shown; `problem` is the sentence beside it."""

    new: Picture | None = None
    remove: bool = False
    problem: str = ""
    is_too_large: bool = False


def read_logo(form: MultiDict[str, str], files: MultiDict[str, FileStorage], owner_id: int) -> LogoChoice:
    """Read the choice and receive the file it brings, so that it need not be sent twice."""
    choice = LogoChoice(remove="remove_logo" in form)
    file = files.get("logo")
    if file is not None and file.filename:
        result = receive_one(file, owner_id)
        if isinstance(result, Refused):
            choice.problem, choice.is_too_large = result.sentence, result.is_too_large
        else:
            choice.new = result
    elif not choice.remove:
        choice.new = next(iter(own_unattached(form.getlist("kept_logo")[:1], owner_id)), None)
    return choice


def put_logo(business: Business, choice: LogoChoice) -> None:
    """Show the chosen logo, in the open transaction; the one before it goes for good."""
    if not choice.new and not choice.remove:
        return
    old = db.session.get(Picture, business.logo_id) if business.logo_id else None
    if choice.new:
        attach([(choice.new, business.name)], None)
    business.logo_id = choice.new.id if choice.new else None
    db.session.flush()
    if old:
        detach(old)
