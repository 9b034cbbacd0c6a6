"""The commands for the day personal data got out: `ideaboard breach …`."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

_ADDRESSES = "Also write id, address and language of everybody to this new file, readable by you alone."
_PAIR: dict[str, Any] = {"nargs": 2, "metavar": "INDONESIAN ENGLISH"}


class _Day(click.ParamType):
    """A day or a moment in ISO 8601, in UTC unless it carries an offset; `end` counts a day to its end."""

    name = "moment"

    def __init__(self, *, end: bool = False) -> None:
        self.end = end

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """Read it."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value).strip())
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            is_day = len(str(value).strip()) <= len("2026-11-01")
            return moment.astimezone(UTC) + timedelta(days=1 if self.end and is_day else 0)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no moment like 2026-11-01 or 2026-11-01T14:30+07:00", param, ctx)


def _window(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that both commands share."""
    since = click.option("--from", "since", type=_Day(), help="When it began; without it, from the first row on.")
    until = click.option("--to", "until", type=_Day(end=True), required=True, help="When it ended.")
    tables = click.option("--table", "tables", multiple=True, required=True, help="A table whose rows got out.")
    moment = click.option("--by", "moment", default="", metavar="COLUMN", help="Which moment of a row counts.")
    return tables(since(until(moment(command))))


@click.group("breach", cls=AppGroup, epilog="Example: ideaboard breach list --table users --to 2026-11-03")
def breach_group() -> None:
    """Find who is affected when data got out, and prepare what they are told.

    Days and moments are in UTC unless they carry an offset: 2026-11-01T14:30+07:00.
    """


@breach_group.command(
    "list", epilog="Example: ideaboard breach list --table posts --from 2026-11-01 --to 2026-11-03"
)
@_window
@click.option("--addresses", type=click.Path(path_type=Path, dir_okay=False), help=_ADDRESSES)
def list_people(
    tables: tuple[str, ...], since: datetime | None, until: datetime, moment: str, addresses: Path | None
) -> None:
    """Print the ids of affected people, one a line; how many they are goes to standard error.

    Without --by, a row counts by the moment that it was made; where rows carry no moment, all of them count.
    """
    from ideaboard.accounts.breach import affected

    found = _found(tables, since, until, moment)
    for ident in affected.ids_of(found):
        click.echo(ident)
    counted = affected.count(found)
    click.echo(f"{counted.people} people, {counted.closed} of them with a closed account.", err=True)
    for name in tables:
        if affected.holds_strangers(name):
            click.echo(f"The table {name} also holds addresses of people without an account.", err=True)
    if addresses is not None:
        _write(found, addresses)


@breach_group.command(
    epilog="Example: ideaboard breach notice --table users --to 2026-11-03 --found 2026-11-03T09:00+07:00 "
    '--how "Cadangan data terbuka." "A backup was open." --handling "Kami menutupnya." "We closed it." '
    "--contact data@ide.example"
)
@_window
@click.option(
    "--found", "found_at", type=_Day(), required=True, help="When you found out: 3 × 24 hours run from it."
)
@click.option("--how", required=True, help="How the data got out.", **_PAIR)
@click.option("--handling", required=True, help="What is done about it, and to recover.", **_PAIR)
@click.option("--contact", required=True, help="Whom people can ask.")
@click.option("--what", "more_data", default=("", ""), help="Which data besides, in words.", **_PAIR)
@click.option(
    "--zone", type=click.Choice(["WIB", "WITA", "WIT"]), default="WIB", show_default=True, help="Of the text."
)
def notice(tables: tuple[str, ...], since: datetime | None, until: datetime, moment: str, **facts: Any) -> None:
    """Print the notices for the people and for the authority, each in Indonesian and in English.

    They say what article 46 of Law 27/2022 asks for. Nothing is sent.
    """
    from ideaboard.accounts.breach.affected import count
    from ideaboard.accounts.breach.notice import AUTHORITY, LANGUAGES, PEOPLE, Facts, unnamed
    from ideaboard.accounts.breach.notice import notice as text_of

    people = count(_found(tables, since, until, moment)).people
    missing = unnamed(tables)
    if missing and not facts["more_data"][0]:
        raise click.UsageError(f"say with --what which data these tables hold: {', '.join(missing)}")
    known = Facts(tables=tables, since=since, until=until, people=people, **facts)
    for to in (PEOPLE, AUTHORITY):
        for language in LANGUAGES:
            click.echo(f"===== {to}, {language} =====\n\n{text_of(known, language, to)}\n")
    click.echo(f"Everybody must be told by {known.deadline.isoformat(timespec='minutes')}.", err=True)


def _found(tables: tuple[str, ...], since: datetime | None, until: datetime, moment: str) -> Any:
    from ideaboard.accounts.breach.affected import NotAffected, Window, affected

    if since is not None and since >= until:
        raise click.UsageError("--from must lie before --to")
    try:
        return affected(tables, Window(since, until), moment)
    except NotAffected as problem:
        raise click.UsageError(str(problem)) from None


def _write(found: Any, path: Path) -> None:
    from ideaboard.accounts.breach.affected import write_addresses

    try:
        written = write_addresses(found, path)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; addresses are written over nothing") from None
    except OSError as error:
        raise click.ClickException(f"{path} could not be written: {error.strerror}") from None
    click.echo(f"{written} addresses in {path}. Delete the file when everybody is told.", err=True)
