"""What notices hold of a person."""

from flask_babel import lazy_gettext as _l

from ideaboard.accounts.privacy.holdings import DELETED, holds, mentions

holds("notices", "user_id", title=_l("What you were notified of"), without=("actor_id",), leaves=DELETED)
mentions("notices", "actor_id", "belongs to who was told; it shows the name of the account, which is gone by then")
