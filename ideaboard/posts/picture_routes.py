"""The pictures of posts and businesses, for those who may see what they show."""

import io
import re

from flask import Response, abort, send_file
from flask_login import current_user

from ideaboard.media.service import store
from ideaboard.media.storage import PictureMissing
from ideaboard.posts.blueprint import bp
from ideaboard.posts.queries import may_see_picture

_FILE = re.compile(r"([0-9a-f]{32})(-480)?\.webp")


@bp.get("/gambar/<file>")
def picture(file: str) -> Response:
    """Send one file of a picture. What the reader may not see does not exist for them."""
    name = _FILE.fullmatch(file)
    if not name or not may_see_picture(current_user, name[1]):
        abort(404)
    try:
        data = store().open(file)
    except PictureMissing:
        abort(404)
    response = send_file(io.BytesIO(data), mimetype="image/webp", etag=file.removesuffix(".webp"))
    # Browsers keep it but ask every time: a hidden post's picture is gone at the next look.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
