"""The drawn pictures as files and rows: files first, outside the transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ideaboard.demo.pictures import picture
from ideaboard.extensions import db
from ideaboard.media.images import EncodedPicture
from ideaboard.media.models import Picture
from ideaboard.media.service import files_of, store
from ideaboard.media.storage import new_name
from ideaboard.posts.models import Post


@dataclass(frozen=True)
class Drawn:
    """A picture whose two files are stored under `name`."""

    name: str
    encoded: EncodedPicture
    alt: str

    def row(self, owner_id: int, at: datetime, post_id: int | None = None, position: int = 1) -> Picture:
        """Return its row: a picture of a post, or a public one."""
        encoded = self.encoded
        return Picture(
            name=self.name,
            owner_id=owner_id,
            post_id=post_id,
            position=position,
            alt=self.alt,
            width=encoded.width,
            height=encoded.height,
            thumb_width=encoded.thumb_width,
            thumb_height=encoded.thumb_height,
            full_bytes=len(encoded.full),
            thumb_bytes=len(encoded.thumb),
            created_at=at,
            attached_at=at,
        )


def draw_all(content: dict[str, Any]) -> dict[str, list[Drawn]]:
    """Draw and store everything; return it by the id of idea, challenge or update, or the name of the business."""
    wanted = {idea["id"]: idea["pictures"] for idea in content["ideas"] if "pictures" in idea}
    wanted |= {item["id"]: [item["cover"]] for item in content["challenges"] if "cover" in item}
    news = [one for item in content["challenges"] for one in item.get("updates", [])]
    wanted |= {one["id"]: one["pictures"] for one in news if "pictures" in one}
    wanted |= {business["name"]: [_logo(business)] for business in content["businesses"]}
    return {key: [_draw(spec) for spec in specs] for key, specs in wanted.items()}


def attach_drawn(post: Post, drawn: list[Drawn]) -> list[Picture]:
    """Add the rows of a post's pictures in the open transaction."""
    rows = [
        one.row(post.author_id, post.created_at, post.id, position) for position, one in enumerate(drawn, start=1)
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def _logo(business: dict[str, Any]) -> dict[str, Any]:
    alt = f"Logo {business['name']}"
    return {"draw": "logo", "colours": business["logo"], "words": [business["letter"]], "alt": alt}


def _draw(spec: dict[str, Any]) -> Drawn:
    encoded = picture(spec)
    name = new_name()
    for file, data in zip(files_of(name), (encoded.full, encoded.thumb), strict=True):
        store().put(file, data)
    return Drawn(name, encoded, spec["alt"])
