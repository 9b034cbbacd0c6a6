"""The published heads of the audit log: which row was the newest on which day."""

from datetime import date
from typing import Any

from sqlalchemy import DDL, BigInteger, String, event
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.types import Moment

REFUSED = "published heads are never changed"


class AuditHead(Model):
    """The newest row of the log when a day began in Jakarta. Rows up to it can no longer go missing unseen."""

    __tablename__ = "audit_heads"

    day: Mapped[date] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigInteger)  # no foreign key: it must be able to outlive its row
    entries: Mapped[int] = mapped_column(BigInteger)  # how many rows there were
    hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[Moment]


_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
SQLITE_TRIGGERS = (
    f"CREATE TRIGGER audit_heads_no_update BEFORE UPDATE ON audit_heads {_REFUSE}",
    f"CREATE TRIGGER audit_heads_no_delete BEFORE DELETE ON audit_heads {_REFUSE}",
    # INSERT OR REPLACE deletes the old row without asking the trigger for DELETE. ON CONFLICT DO NOTHING is asked
    # this too, and what it would leave alone anyway is left alone here.
    "CREATE TRIGGER audit_heads_no_replace BEFORE INSERT ON audit_heads "
    "WHEN EXISTS (SELECT 1 FROM audit_heads WHERE day = NEW.day) BEGIN SELECT RAISE(IGNORE); END",
)
POSTGRESQL_TRIGGERS = (
    "CREATE FUNCTION audit_heads_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$",
    "CREATE TRIGGER audit_heads_no_change BEFORE UPDATE OR DELETE ON audit_heads "
    "FOR EACH ROW EXECUTE FUNCTION audit_heads_refuse()",
    "CREATE TRIGGER audit_heads_no_truncate BEFORE TRUNCATE ON audit_heads "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_heads_refuse()",
)
_TABLE: Any = AuditHead.__table__
for _statement in SQLITE_TRIGGERS:
    event.listen(_TABLE, "after_create", DDL(_statement).execute_if(dialect="sqlite"))
for _statement in POSTGRESQL_TRIGGERS:
    event.listen(_TABLE, "after_create", DDL(_statement).execute_if(dialect="postgresql"))
