"""What moderation holds of a person: reports, decisions, appeals, orders. The rows stay; the words go."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, select, update

from ideaboard.accounts.privacy.holdings import DELETED, Blanked, Kept, holds, mentions, not_personal
from ideaboard.extensions import db
from ideaboard.moderation.appeals.models import Appeal
from ideaboard.moderation.labels.models import ClaimLabel
from ideaboard.moderation.orders.models import LegalOrder, SealedCopy
from ideaboard.moderation.reports.models import Report
from ideaboard.posts.erasing import keeps_as_evidence, when_erased

_NUMBERS = "what was decided is counted and explained in public numbers; it names nobody"
_OFFICE = Kept("what somebody did in office; it leads to an account that names nobody")
_UNNAMED = _l("Names of moderators, and notes of theirs about others, are left out.")

holds(
    "cases",
    "person_id",
    title=_l("Cases about you"),
    only=("id", "kind", "post_id", "topic", "status", "opened_at", "closed_at"),
    why_without=_UNNAMED,
    leaves=Kept(_NUMBERS),
)
holds(
    "decisions",
    "person_id",
    title=_l("Decisions about you"),
    without=("moderator_id", "second_id", "facts", "taught"),
    why_without=_UNNAMED,
    leaves=Blanked({"facts": "", "message": ""}, _NUMBERS),
)
holds(
    "decisions",
    "moderator_id",
    name="decided_by_you",
    title=_l("Decisions that you made"),
    only=("id", "case_id", "post_id", "action", "measure", "reason", "made_at", "undone_at"),
    leaves=_OFFICE,
)
holds(
    "claim_labels",
    "post_id",
    through="posts",
    title=_l("Verdicts on your claims"),
    leaves=Kept("stand at the text"),
)
holds(
    "appeals",
    "person_id",
    title=_l("Your appeals"),
    without=("decided_by_id",),
    why_without=_UNNAMED,
    leaves=Blanked(
        {"words": "", "answer": case((Appeal.answer == "", ""), else_="–")}, "how appeals end is counted in public"
    ),
)
holds("sanctions", "person_id", title=_l("Measures about your account"), leaves=Kept(_NUMBERS))
holds("trust_grants", "person_id", title=_l("Trust that you were given"), leaves=Kept(_NUMBERS))
holds(
    "reports",
    "reporter_id",
    title=_l("What you reported"),
    only=("id", "post_id", "reason", "is_child", "claim", "source_url", "detail", "state", "made_at", "settled_at"),
    why_without=_l("How much a report weighs is not told."),
    leaves=Blanked({"detail": "", "source_url": "", "claim": case((Report.claim == "", ""), else_="–")}, _NUMBERS),
)
holds(
    "report_networks",
    "report_id",
    through="reports",
    title=_l("Where your reports came from"),
    leaves=DELETED,
)
holds(
    "legal_orders",
    "person_id",
    title=_l("Legal orders about you"),
    without=("entered_by_id", "lifted_by_id"),
    why_without=_UNNAMED,
    leaves=Blanked(
        {"objection": case((LegalOrder.objection == "", ""), else_="–")},
        "the law asks for proof that it was obeyed",
    ),
)
not_personal(
    "sealed_copies", "what an order hid, as evidence that the law asks for; gone 90 days after it is lifted"
)
not_personal("vote_patterns", "numbers of groups")
not_personal("pattern_looks", "moments")
not_personal("samples", "which decision is asked again")
for table, column in (
    *(("cases", "claimed_by_id"), ("cases", "asked_by_id"), ("decisions", "second_id")),
    *(("appeals", "decided_by_id"), ("legal_orders", "entered_by_id"), ("legal_orders", "lifted_by_id")),
):
    mentions(table, column, "a moderator's part in a case about somebody else; the decisions and the log show it")
mentions("pattern_votes", "user_id", "which support is being checked; what is decided about it is told")


@keeps_as_evidence
def is_sealed(post_id: int) -> bool:
    """Say whether a sealed copy names the pictures of a post."""
    sealed = select(SealedCopy.order_id).join(LegalOrder, LegalOrder.id == SealedCopy.order_id)
    return db.session.scalar(sealed.where(LegalOrder.post_id == post_id).limit(1)) is not None


@when_erased
def forget_quotes(post_id: int) -> None:
    """Delete what verdicts quote of a post whose text is gone."""
    quoting = update(ClaimLabel).where(ClaimLabel.post_id == post_id)
    gone = quoting.values(claim="–", rationale="–", evidence=[], is_active=False)
    db.session.execute(gone.execution_options(synchronize_session=False))
