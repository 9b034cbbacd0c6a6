"""Pictures on their way in: checked, stored, attached, swept."""

from flask import Flask


def init_media(app: Flask) -> None:
    """Open the store that IDEABOARD_MEDIA_URL names."""
    from ideaboard.media.storage import storage_from_url

    app.extensions["pictures"] = storage_from_url(app.config["MEDIA_URL"])
