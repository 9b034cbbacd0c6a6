"""Every free text of the database, made hostile at once: what a form may have let through, and what it did not."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import JSON, String, Text, text
from sqlalchemy.schema import Column, Table

from ideaboard.extensions import db
from ideaboard.web.markup import render_markdown
from tests.database import context

TEMPLATE, ANSWERED = "{{1337*1337}}", "1787569"
# Shorter than this a column holds a code of ours.
FREE_FROM = 60
# Longer ones that nobody types: codes, keys, hashes, names of files, addresses that a form checks, the log.
OURS = {
    "audit_heads": {"hash"},
    "audit_log": {"action", "object_type", "before", "after", "request_id", "previous_hash", "hash"},
    "blocklist_entries": {"key", "mode", "kind", "action"},
    "businesses": {"slug"},
    "challenges": {"slug"},
    "claims": {"key", "source_url"},
    "disclosures": set(),
    "half_sign_ins": {"token_hash", "carrying"},
    "invitations": {"email", "token_hash"},
    "learned_models": {"calibration", "points"},
    "learning_examples": {"digest"},
    "frozen_boards": {"digest"},
    "mailed_tokens": {"token_hash", "email", "intent"},
    "notices": {"key"},
    "outbox": {"payload", "dedupe_key", "last_error"},
    "posts": {"source_url", "label"},
    "recovery_codes": {"code_hash"},
    "reports": {"source_url"},
    "screening_results": {"scores", "signals", "masked", "advice"},
    "sealed_copies": {"versions", "pictures", "digest"},
    "search_entries": set(),
    "sessions": {"token_hash"},
    "throttle_hits": {"key"},
    "two_steps": {"sealed"},
    "users": {"handle_key", "email", "email_key", "password_hash"},
    "vote_patterns": {"signs"},
    "waiting_intents": {"intent"},
    "decisions": {"taught"},
    "claim_labels": {"evidence", "claim_before"},
}


def free_columns() -> Iterator[tuple[Table, Column[str]]]:
    """Give every column that holds what people typed, but for HTML that is made of it."""
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if (
                column.name not in OURS.get(table.name, ())
                and not column.name.endswith("html")
                and _is_free(column)
            ):
                yield table, column


def _is_free(column: Column[str]) -> bool:
    kind = getattr(column.type, "impl", column.type)
    if isinstance(kind, Text | JSON):
        return True
    return isinstance(kind, String) and (kind.length or FREE_FROM) >= FREE_FROM


def hostile(number: int) -> str:
    """Return a text that runs in a browser, in a template or in an attribute if anything lets it; and its mark."""
    runs = f"<img src=x onerror=alert({number})><script>alert({number})</script>"
    return f"zq{number}qz\"'>{runs}{TEMPLATE}<b hx-get=/x>"


def poison() -> dict[str, str]:
    """Put a hostile text into every free column of every row; return mark → table and column."""
    marks = {}
    with context(), db.engine.begin() as connection:
        connection.execute(text("PRAGMA ignore_check_constraints = ON"))  # a hostile text is longer than some allow
        for number, (table, column) in enumerate(free_columns()):
            value: str = hostile(number)
            if isinstance(column.type, JSON):
                value = json.dumps(dict.fromkeys(("title", "body", "for_whom", "why", "problem", "limits"), value))
            connection.execute(
                text(f"UPDATE {table.name} SET {column.name} = :value WHERE {column.name} <> ''"),
                {"value": value},
            )
            marks[f"zq{number}qz"] = f"{table.name}.{column.name}"
        for table_name, column_name in (("posts", "html"), ("businesses", "about_html"), ("ideas", "why_html")):
            made = render_markdown(f"zqhtmlqz {hostile(0)} [x](javascript:alert(1)) <https://a.example> **b**")
            connection.execute(text(f"UPDATE {table_name} SET {column_name} = :made"), {"made": made})
        connection.execute(text("PRAGMA ignore_check_constraints = OFF"))
    return marks
