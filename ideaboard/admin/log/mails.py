"""Each day every admin gets the head of the log by mail: outside the database, where its owner cannot change it."""

from flask_babel import gettext as _
from sqlalchemy import select

from ideaboard.accounts.mails import site_address
from ideaboard.accounts.models import User
from ideaboard.audit.heads.models import AuditHead
from ideaboard.audit.heads.service import on_published
from ideaboard.extensions import db
from ideaboard.jobs.mail import post_mail


@on_published
def mail_admins(head: AuditHead) -> None:
    """Put the mails into the outbox, in the transaction that publishes the head."""
    admins = select(User).where(User.is_admin, User.closed_at.is_(None)).order_by(User.id)
    for admin in db.session.scalars(admins):
        post_mail(
            admin.email,
            "audit_head",
            locale=admin.locale,
            subject=lambda: _("Log of %(day)s: %(hash)s", day=head.day.isoformat(), hash=head.hash[:12]),
            dedupe_key=f"audit-head:{head.day}:{admin.id}",
            head=head,
            address=site_address("admin.log"),
        )
