"""What the lower tables hold of a person: the account itself, signing in, consents, mails, the log."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, or_

from ideaboard.accounts.privacy.holdings import DELETED, Done, Kept, holds, mentions, not_personal
from ideaboard.accounts.privacy.mails import mails_to

_PROOF = Kept("proves what was agreed to and when; the account that it leads to names nobody any more")
_SECRET = _l("Secrets and fingerprints that could help somebody else to sign in as you are left out.")


def _in_the_log(table: Any, person_id: int) -> ColumnElement[bool]:
    about = and_(table.c.object_type == "user", table.c.object_id == person_id)
    return or_(table.c.actor_id == person_id, about)


def _mails(table: Any, person_id: int) -> ColumnElement[bool]:
    return mails_to(table, person_id)


holds(
    "users",
    "id",
    title=_l("Your account"),
    without=("password_hash", "email_key", "handle_key"),
    why_without=_SECRET,
    leaves=Done("accounts/closing.py takes out name, handle, address, password, city and choices"),
)
holds("sessions", "user_id", title=_l("Where you are signed in"), without=("token_hash",), leaves=DELETED)
holds("mailed_tokens", "user_id", title=_l("Links mailed to you"), without=("token_hash",), leaves=DELETED)
holds("waiting_intents", "user_id", title=_l("What waits for your confirmation"), leaves=DELETED)
holds("consents", "user_id", title=_l("What you agreed to"), leaves=_PROOF)
holds("data_exports", "user_id", title=_l("Copies that you asked for"), without=("file",), leaves=DELETED)
holds("two_steps", "user_id", title=_l("Your second step"), without=("sealed", "key_mark"), leaves=DELETED)
holds("recovery_codes", "user_id", title=_l("Your recovery codes"), without=("code_hash",), leaves=DELETED)
holds(
    "half_sign_ins", "user_id", title=_l("Sign-ins that wait for a code"), without=("token_hash",), leaves=DELETED
)
holds(
    "outbox",
    "payload",
    title=_l("Mails on their way to you"),
    only=("id", "kind", "created_at", "due_at", "attempts"),
    also=_mails,
    why_without=_l("Their texts hold links that let in whoever has them; you get them by mail."),
    leaves=Done("accounts/privacy/mails.py"),
)
holds(
    "audit_log",
    "actor_id",
    title=_l("What the log says about you"),
    only=("id", "at", "action", "object_type", "object_id"),
    also=_in_the_log,
    leaves=Kept("numbers and codes only; a row taken out would break the chain"),
)
mentions(
    "disclosures", "user_id", "who asked the law for it may forbid telling; the data officer answers questions"
)
mentions("disclosures", "by_id", "an admin's act, in the log")
not_personal("throttle_hits", "keyed hashes that name nobody, gone after a day")
not_personal("audit_heads", "hashes of days")
not_personal("search_entries", "written by the database from what is public")
not_personal("page_versions", "counters")
