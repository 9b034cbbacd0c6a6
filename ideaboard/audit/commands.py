"""The commands that look at the audit log: `ideaboard audit …`."""

from typing import Any

import click
from flask.cli import AppGroup

WRONG = {
    "changed": "row {row} was changed",
    "loose": "row {row} does not follow row {last}: a row between them is gone, or was written anew",
    "other": "row {row} is not the row that was published on {day}",
    "cut": "the rows after row {last} are gone: row {row} was published on {day}",
    "unknown": "no row has this hash: the log is not the one that it was taken from, or rows are gone",
}


@click.group("audit", cls=AppGroup, epilog="Example: ideaboard audit verify")
def audit_group() -> None:
    """Check the hash chain of the audit log."""


@audit_group.command(epilog="Example: ideaboard audit verify")
@click.option("--head", "known", default="", metavar="HASH", help="A hash from a mail: one row must have it.")
def verify(known: str) -> None:
    """Walk the chain and compare it with the published heads; exit status 1 when it does not hold."""
    from ideaboard.audit.verification import verify as verify_chain

    found = verify_chain(known.strip())
    if found.problem:
        raise click.ClickException(wrong(found))
    click.echo(f"{found.rows} rows hold. Head: {found.head}")


def wrong(found: Any) -> str:
    """Say in one line what `verify` found, and where."""
    said = WRONG[found.problem].format(row=found.broken_id, last=found.last_id, day=found.day)
    return f"{said}; {found.rows} rows before it hold"


@audit_group.command(epilog="Example: ideaboard audit head")
def head() -> None:
    """Print the hash of the newest row."""
    from ideaboard.audit.service import head as head_hash

    click.echo(head_hash())
