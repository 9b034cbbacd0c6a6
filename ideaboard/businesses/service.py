"""Open a business and change what it shows."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ideaboard.accounts.links import lock_person
from ideaboard.audit.service import record
from ideaboard.businesses.forms import Profile
from ideaboard.businesses.logos import LogoChoice, put_logo
from ideaboard.businesses.models import OWNER, Business, Membership
from ideaboard.businesses.policies import may_create, may_edit
from ideaboard.businesses.queries import role_of
from ideaboard.businesses.slugs import slug_candidates
from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_if_new
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.web.markup import render_markdown
from ideaboard.web.problems import NotAllowed, WrongState

# The same person opening the same name again within this time pressed twice.
DOUBLE_CLICK = timedelta(minutes=1)


class StaleBusiness(WrongState):
    """Someone changed the business since this edit began; `current` is how it is now."""

    def __init__(self, current: Business) -> None:
        super().__init__(_l("This was changed meanwhile. Both texts are below; nothing is lost."))
        self.current = current


def must_create(person: Any) -> None:
    """Raise NotAllowed for who may not open a business."""
    if not may_create(person):
        raise NotAllowed(_l("Confirm your e-mail address first. Then you can add your business."))


def must_edit(person: Any, business: Business) -> None:
    """Raise NotAllowed for who is not of its team."""
    if not may_edit(role_of(person, business.id)):
        raise NotAllowed(_l("Only the team of this business can change it."))


def create_business(person: Any, profile: Profile, logo: LogoChoice) -> Business:
    """Open a business with `person` as its owner; a second click returns the one the first made.

    Raises NotAllowed, and WrongState when the logo was used or swept meanwhile.
    """
    must_create(person)
    html = render_markdown(profile.about)
    with transaction():
        lock_person(person.id)  # Two clicks at once: the second one waits, then finds the business.
        business = _made_just_now(person.id, profile.name)
        if business is None:
            business = _insert(profile, html)
            db.session.add(Membership(business_id=business.id, user_id=person.id, role=OWNER))
            put_logo(business, logo)
            record("business.create", "business", business.id, actor_id=person.id)
    return business


def _made_just_now(person_id: int, name: str) -> Business | None:
    mine = select(Business).join(Membership, Membership.business_id == Business.id)
    recent = mine.where(Membership.user_id == person_id, Membership.role == OWNER, Business.name == name)
    return db.session.scalar(recent.where(Business.created_at > now() - DOUBLE_CLICK).limit(1))


def _insert(profile: Profile, html: str) -> Business:
    """Insert under the first free address."""
    columns = {**profile.columns(), "about_html": html}
    slug = next(slug for slug in slug_candidates(profile.name) if insert_if_new(Business, slug=slug, **columns))
    return db.session.scalars(select(Business).where(Business.slug == slug)).one()


def edit_business(business: Business, person: Any, profile: Profile, logo: LogoChoice, base_version: int) -> None:
    """Store an edit that began at `base_version`. A new name is no longer verified.

    Raises NotAllowed, StaleBusiness, and WrongState when the logo was used or swept meanwhile.
    """
    html = render_markdown(profile.about)
    with transaction():
        must_edit(person, business)
        before = _advance(business, base_version)
        for column, value in profile.columns().items():
            setattr(business, column, value)
        business.about_html = html
        if before != profile.name and business.verified_at is not None:
            business.verified_at = None
            record("business.unverify", "business", business.id, actor_id=person.id)
        put_logo(business, logo)


def _advance(business: Business, base_version: int) -> str:
    """Take the next version, or raise StaleBusiness. Returns the name as it was."""
    moved = db.session.execute(
        update(Business)
        .where(Business.id == business.id, Business.version == base_version)
        .values(version=Business.version + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(business)
    if not moved.rowcount:  # type: ignore[attr-defined]
        raise StaleBusiness(business)
    return business.name
