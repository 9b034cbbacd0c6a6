"""Keep known claims, and hand the matcher to whoever screens: made once per process, anew after a change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_new
from ideaboard.data.transaction import in_transaction, transaction
from ideaboard.extensions import db
from ideaboard.screening.claims.matching import Claims, Known
from ideaboard.screening.claims.models import LONGEST, VERDICTS, Claim
from ideaboard.screening.normalise import normalise
from ideaboard.screening.versions import Kept, touch
from ideaboard.web.problems import WrongState

VERSION = "claims"
BATCH = 500


@dataclass(frozen=True)
class ClaimText:
    """A claim as it is entered."""

    text: str
    verdict: str  # one of VERDICTS
    source_url: str = ""
    decided_on: date | None = None

    @property
    def key(self) -> str:
        """The letters of the text: the same however it is punctuated or disguised."""
        letters = "".join(word.key for word in normalise(self.text).words)
        return blake2b(letters.encode(errors="surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Stored:
    """What became of claims that were entered."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def known_claims() -> Claims:
    """Return the matcher over all active claims, as the database has them now."""
    return _kept.get()


def keep_claim(entered: ClaimText, *, actor_id: int) -> int:
    """Store what a moderator labelled, in place of an older verdict on the same words; return the claim's id.

    Raises WrongState for a claim that is too short to be recognised.
    """
    if not 1 <= len(entered.text) <= LONGEST or entered.verdict not in VERDICTS:
        raise ValueError("a claim has 1 to 280 letters and one of the verdicts")
    if not tells_enough(entered.text):
        raise WrongState(_l("This claim is too short to be recognised elsewhere. Write it as a whole sentence."))
    with transaction():
        keep_claims([entered], actor_id=actor_id)
        ident: int = db.session.scalars(select(Claim.id).where(Claim.key == entered.key)).one()
        after = {"verdict": entered.verdict}
        record("claim.label", "claim", ident, actor_id=actor_id, after=after)
    return ident


def keep_claims(entered: Iterable[ClaimText], *, actor_id: int | None) -> Stored:
    """Add or change claims in the open transaction; what is stored so already is left alone."""
    if not in_transaction():
        raise RuntimeError("claims are written inside `with transaction()`")
    wanted = {claim.key: claim for claim in entered}
    touch(VERSION)
    known = {claim.key: claim for claim in db.session.scalars(select(Claim)) if claim.key in wanted}
    fresh = [_row(key, claim, actor_id) for key, claim in wanted.items() if key not in known]
    for at in range(0, len(fresh), BATCH):
        insert_new(Claim, fresh[at : at + BATCH], Claim.id)
    changed = sum(_change(claim, wanted[key], actor_id) for key, claim in known.items())
    db.session.flush()
    return Stored(len(fresh), changed, len(known) - changed)


def set_active(claim_id: int, is_active: bool, *, actor_id: int) -> bool:
    """Let a claim be matched or not; False when it was so already or there is no such claim."""
    with transaction():
        changing = update(Claim).where(Claim.id == claim_id, Claim.is_active.is_not(is_active))
        changed = db.session.execute(changing.values(is_active=is_active, updated_at=now()))
        if not changed.rowcount:  # type: ignore[attr-defined]
            return False
        touch(VERSION)
        action = "claim.activate" if is_active else "claim.retire"
        record(action, "claim", claim_id, actor_id=actor_id, after={"active": is_active})
    return True


def tells_enough(text: str) -> bool:
    """Say whether a claim has enough meaning of its own to be matched."""
    return Claims([Known(0, text, "false")]).is_telling


def _row(key: str, entered: ClaimText, actor_id: int | None) -> dict[str, Any]:
    told = {"text": entered.text, "verdict": entered.verdict, "source_url": entered.source_url}
    times = {"decided_on": entered.decided_on, "created_at": now(), "updated_at": now()}
    return {"key": key, "labelled_by_id": actor_id, "is_active": True, **told, **times}


def _change(claim: Claim, entered: ClaimText, actor_id: int | None) -> bool:
    """Take over the new verdict and source; an import never overrules what was labelled here."""
    if actor_id is None and claim.labelled_by_id is not None:
        return False
    new = (entered.verdict, entered.source_url, entered.decided_on)
    if new == (claim.verdict, claim.source_url, claim.decided_on):
        return False
    claim.verdict, claim.source_url, claim.decided_on = new
    claim.labelled_by_id = actor_id
    return True


def _load() -> Claims:
    rows = db.session.execute(select(Claim.id, Claim.text, Claim.verdict, Claim.source_url).where(Claim.is_active))
    return Claims(Known(*row) for row in rows)


_kept = Kept(VERSION, _load)
