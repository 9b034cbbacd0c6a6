"""The commands `ideaboard screening claims …` and `ideaboard screening lists …`."""

import sys
from collections.abc import Callable
from typing import Any, TextIO, TypeVar

import click
from flask.cli import AppGroup
from flask_babel import force_locale

F = TypeVar("F", bound=Callable[..., Any])
_csv_file = click.File("r", encoding="utf-8-sig")


@click.group("claims", cls=AppGroup, epilog="Example: ideaboard screening claims import claims.csv")
def claims_group() -> None:
    """Look after the claims that texts are compared with."""


@click.group("lists", cls=AppGroup, epilog="Example: ideaboard screening lists export > lists.csv")
def lists_group() -> None:
    """Look after words, patterns, domains and networks that are blocked or allowed."""


def _skip_bad(command: F) -> F:
    return click.option("--skip-bad", is_flag=True, help="Import the good rows although others are bad.")(command)


@claims_group.command("import", epilog="Example: ideaboard screening claims import claims.csv")
@click.argument("file", type=_csv_file)
@_skip_bad
def import_claims_command(file: TextIO, skip_bad: bool) -> None:
    """Import claims from FILE (CSV: claim, verdict, source, date); the same file again changes nothing."""
    from ideaboard.screening.claims.files import BadFile, import_claims

    try:
        with force_locale("en"):
            done = import_claims(file, skip_bad=skip_bad)
    except (BadFile, UnicodeDecodeError) as error:
        raise click.ClickException(_unreadable(error)) from None
    _tell(done.problems)
    if done.stored is None:
        raise click.ClickException("nothing was imported; correct these lines, or leave them out with --skip-bad")
    stored = done.stored
    click.echo(f"{stored.added} added, {stored.changed} changed, {stored.unchanged} unchanged.")


@lists_group.command("import", epilog="Example: ideaboard screening lists import lists.csv")
@click.argument("file", type=_csv_file)
@_skip_bad
@click.option("--act-now", is_flag=True, help="Let new entries act at once instead of only logging for 7 days.")
def import_lists(file: TextIO, skip_bad: bool, act_now: bool) -> None:
    """Import entries from FILE (CSV: mode, kind, text, action, note); the same file again changes nothing."""
    from ideaboard.screening.blocklists.files import BadFile, import_entries

    try:
        with force_locale("en"):
            done = import_entries(file, skip_bad=skip_bad, in_shadow=not act_now)
    except (BadFile, UnicodeDecodeError) as error:
        raise click.ClickException(_unreadable(error)) from None
    _tell(done.problems)
    if done.problems and not skip_bad:
        raise click.ClickException("nothing was imported; correct these lines, or leave them out with --skip-bad")
    click.echo(f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged.")


@lists_group.command("export", epilog="Example: ideaboard screening lists export > lists.csv")
def export_lists() -> None:
    """Print all entries as CSV."""
    from ideaboard.screening.blocklists.files import export_entries

    export_entries(sys.stdout)


@lists_group.command("dry-run", epilog="Example: ideaboard screening lists dry-run new.csv")
@click.argument("file", type=_csv_file)
def dry_run_lists(file: TextIO) -> None:
    """Say what the entries of FILE would have hit among the last 1,000 posts; nothing is changed."""
    from ideaboard.screening.blocklists.files import BadFile, read_entries
    from ideaboard.screening.blocklists.queries import dry_run

    try:
        with force_locale("en"):
            entries, problems = read_entries(file)
    except (BadFile, UnicodeDecodeError) as error:
        raise click.ClickException(_unreadable(error)) from None
    _tell(problems)
    for entry in entries:
        found = dry_run(entry)
        told = f"{found.hits} of {found.posts} posts, {found.recent_hits} of {found.recent_posts} in 30 days"
        click.echo(
            f"{entry.kind} {entry.text}: {told if found.can_tell else 'cannot be told: networks are not kept'}"
        )
        for example in found.examples[:3]:
            click.echo(f"  {example.post_id}: {' '.join(example.excerpt.split())}")
    if problems:
        raise click.ClickException("some lines could not be read")


def _unreadable(error: Exception) -> str:
    return "the file is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)


def _tell(problems: list[tuple[int, str]]) -> None:
    for line, problem in problems:
        click.echo(f"line {line}: {problem}", err=True)
