"""What /metrics says of pictures."""

from sqlalchemy import func, select

from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.web.metrics import number


@number("ideaboard_pictures", "Pictures that are kept.")
def pictures() -> float:
    """Count them."""
    return float(db.session.scalar(select(func.count()).select_from(Picture)) or 0)
