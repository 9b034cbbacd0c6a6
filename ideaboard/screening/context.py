"""What is known of a post besides its text. All of it optional: the command line knows nothing."""

from dataclasses import dataclass

POSTS = ("idea", "comment", "challenge", "name", "business", "picture", "update")
NEW, MEMBER, REGULAR, TRUSTED = range(4)


@dataclass(frozen=True)
class NearDuplicate:
    """A post that says nearly the same."""

    post_id: int
    likeness: float  # 0 to 1
    same_author: bool = False


@dataclass(frozen=True)
class Context:
    """Where a text stands, who wrote it and how fast."""

    post: str = ""  # one of POSTS
    trust: int | None = None  # NEW to TRUSTED
    account_age_hours: float | None = None
    first_post: bool = False
    seconds_to_submit: float | None = None  # from opening the form to sending it
    recent_posts: int = 0  # in the last ten minutes
    near_duplicates: tuple[NearDuplicate, ...] = ()
    has_pictures: bool = False
    neighbours: int = 0  # young accounts behind the same network and device that posted within a short time
    warned_before: bool = False  # the author was already asked to reword this text, and sends it as it is
