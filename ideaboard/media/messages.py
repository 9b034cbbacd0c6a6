"""What people read when a picture is not taken."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from ideaboard.media.images import Refusal

_SENTENCES = {
    Refusal.TOO_LARGE: _l("This picture is larger than 5 MB. Choose a smaller one."),
    Refusal.NOT_A_PICTURE: _l("This file is not a picture. Choose a JPEG, PNG or WebP file."),
    Refusal.WRONG_TYPE: _l("This kind of picture cannot be shown here. Save it as JPEG, PNG or WebP first."),
    Refusal.TOO_MANY_PIXELS: _l(
        "This picture has too many pixels. Make it smaller: at most 25 megapixels and 12,000 pixels a side."
    ),
    Refusal.DAMAGED: _l("This picture is damaged or incomplete. Choose another one or save it again."),
}


def sentence(reason: str) -> LazyString:
    """Return what to tell the sender for a `reason` of PictureRefused, in the language of the page."""
    return _SENTENCES[Refusal(reason)]
