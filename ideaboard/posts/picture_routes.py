"""The pictures of posts and businesses, for those who may see what they show."""

import io
import re

from flask import Response, abort, request, send_file
from flask_babel import gettext as _
from flask_login import current_user

from ideaboard.media.service import store
from ideaboard.media.storage import PictureMissing, StoreAway
from ideaboard.posts.blueprint import bp
from ideaboard.posts.queries import may_see_picture
from ideaboard.web.limits import PICTURES, limited_as

_FILE = re.compile(r"([0-9a-f]{32})(-480)?\.webp")


@bp.get("/gambar/<file>")
@limited_as(PICTURES)
def picture(file: str) -> Response:
    """Send one file of a picture. What the reader may not see does not exist for them."""
    name = _FILE.fullmatch(file)
    if not name or not may_see_picture(current_user, name[1]):
        abort(404)
    if name[0].removesuffix(".webp") in request.if_none_match:
        return _with_headers(Response(status=304), file)
    try:
        data = store().open(file)
    except PictureMissing:
        abort(404)
    except StoreAway:
        sentence = _("Pictures cannot be shown for a moment. Try again soon.")
        return Response(f"{sentence}\n", 503, {"Retry-After": "10"}, mimetype="text/plain")
    return _with_headers(send_file(io.BytesIO(data), mimetype="image/webp", etag=False), file)


def _with_headers(response: Response, file: str) -> Response:
    response.set_etag(file.removesuffix(".webp"))
    # Browsers keep it but ask every time: a hidden post's picture is gone at the next look.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
