"""The audit log: rows that nobody changes, each carrying the hash of the one before."""

from typing import Any

from sqlalchemy import DDL, JSON, BigInteger, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.types import Moment, PrimaryKey

REFUSED = "the audit log is append-only"


class AuditEntry(Model):
    """Who did what to which object, when. Ids and codes only: no personal data, so erasure never breaks it."""

    __tablename__ = "audit_log"
    __table_args__ = (
        # What admins look for: what somebody did, and what was done to something.
        Index("ix_audit_log_actor_id_id", "actor_id", "id"),
        Index("ix_audit_log_object", "object_type", "object_id", "id"),
    )

    id: Mapped[PrimaryKey]
    at: Mapped[Moment]
    actor_id: Mapped[int | None] = mapped_column(BigInteger)  # no foreign key: the log outlives accounts
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(30))
    object_id: Mapped[int | None] = mapped_column(BigInteger)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    request_id: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
# INSERT OR REPLACE deletes the old row without asking the trigger for DELETE.
_KNOWN = (
    "EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id OR hash = NEW.hash OR previous_hash = NEW.previous_hash)"
)
SQLITE_TRIGGERS = (
    f"CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log {_REFUSE}",
    f"CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log {_REFUSE}",
    f"CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON audit_log WHEN {_KNOWN} {_REFUSE}",
)
POSTGRESQL_TRIGGERS = (
    "CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$",
    "CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log "
    "FOR EACH ROW EXECUTE FUNCTION audit_log_refuse()",
    "CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()",
)
_TABLE: Any = AuditEntry.__table__
for _statement in SQLITE_TRIGGERS:
    event.listen(_TABLE, "after_create", DDL(_statement).execute_if(dialect="sqlite"))
for _statement in POSTGRESQL_TRIGGERS:
    event.listen(_TABLE, "after_create", DDL(_statement).execute_if(dialect="postgresql"))
