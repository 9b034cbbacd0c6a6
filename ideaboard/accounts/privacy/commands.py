"""The commands for one person's data: `ideaboard export-person` and `ideaboard erase-person`."""

import os
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

_NEW = click.Path(path_type=Path, dir_okay=False)
_REASON = "Why it is given out; kept with the log."


@click.command(
    "export-person",
    epilog='Example: ideaboard export-person rina@contoh.example --to rina.zip --reason "asked by letter, 3 May"',
)
@click.argument("email")
@click.option("--to", "path", type=_NEW, required=True, help="A new ZIP file.")
@click.option("--reason", required=True, help=_REASON)
@click.option("--recipient", default="the person", show_default=True, help="Who gets it.")
@with_appcontext
def export_person(email: str, path: Path, reason: str, recipient: str) -> None:
    """Write everything that is kept about one person to a ZIP that only you can read."""
    from ideaboard.accounts.privacy.archive import write_archive
    from ideaboard.accounts.privacy.disclosing import note_disclosure
    from ideaboard.accounts.privacy.models import LONGEST_REASON, LONGEST_RECIPIENT

    person = _person(email)
    _must_fit("--reason", reason, LONGEST_REASON)
    _must_fit("--recipient", recipient, LONGEST_RECIPIENT)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; nothing is written over") from None
    except OSError as error:
        raise click.ClickException(f"{path} could not be written: {error.strerror}") from None
    note_disclosure(person, recipient.strip(), reason.strip(), by_id=None, what="everything")
    with os.fdopen(handle, "wb") as file, write_archive(person.id, person.locale) as archive:
        size = file.write(archive.read())
    click.echo(f"Everything about {email}: {path}, {size} bytes. Delete the file when it was handed over.")


@click.command("erase-person", epilog="Example: ideaboard erase-person rina@contoh.example --yes")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@with_appcontext
def erase_person(email: str, yes: bool) -> None:
    """Close one person's account and erase what is kept about them. Nobody can undo it."""
    from flask_babel import force_locale

    from ideaboard.accounts.closing import erase_by_order
    from ideaboard.web.problems import Problem

    person = _person(email)
    if not yes:
        click.confirm(f"Erase {person.name} ({email}) for good?", abort=True)
    try:
        with force_locale("en"):
            erase_by_order(person.id)
    except Problem as problem:
        with force_locale("en"):
            raise click.ClickException(str(problem.message)) from None
    click.echo(f"{email} is erased. Backups still hold it until they are deleted.")


def _must_fit(name: str, words: str, longest: int) -> None:
    if not words.strip() or len(words) > longest:
        raise click.UsageError(f"{name} takes 1 to {longest} characters")


def _person(email: str) -> Any:
    from ideaboard.accounts.queries import person_by_email

    person = person_by_email(email)
    if person is None:
        raise click.ClickException(f"no account has the address {email}")
    return person
