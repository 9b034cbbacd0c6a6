"""The known claim behind a label: a copy of it is recognised, until the label is taken back.

Everything here runs inside the decision, whose own audit row comes last: so none is written here.
"""

from datetime import date
from typing import Any

from sqlalchemy import select

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.labels.models import ClaimLabel
from ideaboard.posts.labels import CONTRADICTS
from ideaboard.screening.claims.models import Claim
from ideaboard.screening.claims.service import VERSION, ClaimText, keep_claims
from ideaboard.screening.versions import touch


def remember(label: ClaimLabel, actor_id: int) -> None:
    """Let screening recognise the claim, and note on the label how it stood before."""
    entered = ClaimText(label.claim, label.verdict, _source(label), now().date())
    known = _find(entered.key)
    label.claim_before = _state(known) if known else None
    keep_claims([entered], actor_id=actor_id)
    claim = _find(entered.key)
    if claim is not None:
        claim.is_active = True
        label.claim_id = claim.id
    db.session.flush()


def forget(label: ClaimLabel) -> None:
    """Put the known claim back as it stood before the label; what another label changed since stays."""
    claim = db.session.get(Claim, label.claim_id, populate_existing=True) if label.claim_id else None
    if claim is None or _is_held_by_another(label):
        return
    touch(VERSION)
    if label.claim_before is None:
        claim.is_active = False
    else:
        _restore(claim, label.claim_before)
    db.session.flush()


def _is_held_by_another(label: ClaimLabel) -> bool:
    """Say whether a later label, or the same verdict on another post, still speaks of the claim."""
    others = select(ClaimLabel.id).where(
        ClaimLabel.claim_id == label.claim_id, ClaimLabel.id != label.id, ClaimLabel.is_active
    )
    return db.session.scalar(others.limit(1)) is not None


def _find(key: str) -> Claim | None:
    return db.session.scalar(select(Claim).where(Claim.key == key).execution_options(populate_existing=True))


def _source(label: ClaimLabel) -> str:
    """Return the link that says most against the claim."""
    against = [url for url, stance in label.evidence if stance == CONTRADICTS]
    return str((against or [label.evidence[0][0]])[0])


def _state(claim: Claim) -> dict[str, Any]:
    decided = claim.decided_on.isoformat() if claim.decided_on else None
    told = {"verdict": claim.verdict, "source_url": claim.source_url, "decided_on": decided}
    return {**told, "labelled_by_id": claim.labelled_by_id, "is_active": claim.is_active}


def _restore(claim: Claim, before: dict[str, Any]) -> None:
    claim.verdict, claim.source_url = before["verdict"], before["source_url"]
    claim.decided_on = date.fromisoformat(before["decided_on"]) if before["decided_on"] else None
    claim.labelled_by_id, claim.is_active = before["labelled_by_id"], before["is_active"]
