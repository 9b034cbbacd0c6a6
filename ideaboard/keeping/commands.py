"""The commands that keep what the board holds: `backup`, `restore`, `move`, `doctor`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

_FILE = click.Path(path_type=Path)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what cannot be done into one line and status 1."""
    from ideaboard.config import ConfigError
    from ideaboard.keeping.refusals import Refused

    try:
        yield
    except (Refused, ConfigError) as refusal:
        raise click.ClickException(str(refusal)) from None


@click.command("backup", epilog="Example: ideaboard backup --to /srv/backups")
@click.argument("path", type=_FILE, required=False)
@click.option("--to", "folder", type=_FILE, help="Folder for the file [default: IDEABOARD_BACKUP_DIR].")
@click.option("--with-secret-key", is_flag=True, help="Put the secret key in too; guard such a file well.")
@with_appcontext
def backup_command(path: Path | None, folder: Path | None, with_secret_key: bool) -> None:
    """Put database and pictures into one file, safe while the server runs.

    PATH names the file; without it the name says the moment. Pictures in S3 are only listed.
    """
    from ideaboard.keeping.backup import make_backup
    from ideaboard.keeping.folder import new_name
    from ideaboard.keeping.manifest import LISTED

    if path and folder:
        raise click.UsageError("give a file or --to a folder, not both")
    target = (path or (folder or current_app.config["BACKUP_DIR"]) / new_name()).absolute()
    start = time.monotonic()
    with _refusals():
        made = make_backup(target / new_name() if target.is_dir() else target, with_secret_key=with_secret_key)
    held = f"{made.manifest.rows} rows, {len(made.manifest.picture_names)} pictures"
    click.echo(f"{made.path}: {held}, {_megabytes(made.size)} in {time.monotonic() - start:.1f} s.")
    if made.manifest.pictures == LISTED:
        click.echo("The pictures lie in a store of their own: the backup lists them and does not hold them.")
    if made.manifest.pictures_missing:
        click.echo(f"{len(made.manifest.pictures_missing)} picture files were missing: run `ideaboard doctor`.")


@click.command("restore", epilog="Example: ideaboard restore /srv/backups/ideaboard-20261122T021700Z-daily.zip")
@click.argument("path", type=_FILE)
@click.option("--with-secret-key", is_flag=True, help="Also bring back the secret key that the backup holds.")
@with_appcontext
def restore_command(path: Path, with_secret_key: bool) -> None:
    """Put a backup in the place of what is there, which is kept under another name.

    Everything is checked first; what is damaged changes nothing.
    """
    from ideaboard.keeping.restore import restore

    start = time.monotonic()
    with _refusals():
        done = restore(path, with_secret_key=with_secret_key)
    held = f"{done.manifest.rows} rows, {len(done.manifest.picture_names)} pictures"
    click.echo(f"Restored the board of {done.manifest.made_at}: {held} in {time.monotonic() - start:.1f} s.")
    for line in _what_now(done):
        click.echo(line)


def _what_now(done: Any) -> Iterator[str]:
    if done.old_database:
        yield f"What was there before is kept as {done.old_database}; delete it when all is well."
        yield "Restart servers and workers, so that nothing they keep in memory is from before."
    if done.old_pictures:
        yield f"Pictures that the backup does not know are kept in {done.old_pictures}."
    if done.pictures_stay:
        yield "The next sweep deletes newer pictures from the bucket; copy it first to keep them."
    if done.lacking:
        yield f"{done.lacking} picture files are missing: run `ideaboard doctor`."
    if not done.same_secret:
        yield "The secret key is not the backup's: everybody signs in anew, two-step sign-in starts over."


@click.command(
    "move", epilog="Example: ideaboard move sqlite:///ideaboard.db postgresql://user:password@host/ideaboard"
)
@click.argument("source", metavar="SQLITE_URL")
@click.argument("target", metavar="POSTGRES_URL")
@with_appcontext
def move_command(source: str, target: str) -> None:
    """Copy everything from SQLite into an empty PostgreSQL database, and prove it.

    Writing waits meanwhile, so stop the server first. The source stays as it is.
    """
    from ideaboard.config import database_url
    from ideaboard.keeping.moving import move

    with _refusals():
        urls = [database_url(url, current_app.config["INSTANCE"]) for url in (source, target)]
        if not (urls[0].startswith("sqlite") and urls[1].startswith("postgresql")):
            raise click.UsageError("moving goes from sqlite:///… to postgresql://…")
        moved = move(urls[0], urls[1], lambda done: click.echo(f"{done.table} …", err=True))
    click.echo(f"{'table':<24}{'rows':>10}  {'hash in SQLite':<18}{'hash in PostgreSQL':<18}")
    for done in moved:
        click.echo(f"{done.table:<24}{done.target.rows:>10}  {done.source!s:<18}{done.target!s:<18}")
    replaced = sum(done.replaced for done in moved)
    if replaced:
        click.echo(f"{replaced} texts held the character NUL, which PostgreSQL cannot keep: it became U+FFFD.")
    click.echo(f"{sum(done.target.rows for done in moved)} rows in {len(moved)} tables are the same on both sides.")
    click.echo(f"Now set DATABASE_URL. Pictures stay where they are ({_media()}): keep IDEABOARD_MEDIA_URL.")


def _media() -> str:
    """Return where pictures lie; the address of a store may hold a password."""
    where = str(current_app.config["MEDIA_URL"])
    return where.partition("?")[0] if "://" in where else where


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


@click.command("doctor", epilog="Example: ideaboard doctor --fix")
@click.option("--fix", is_flag=True, help="Set counters that drifted to what their rows say.")
@with_appcontext
def doctor_command(fix: bool) -> None:
    """Look for what is wrong and say in one line each what to do; exit status 1 when anything is."""
    from ideaboard.keeping.doctor.examination import CHECKS, examine
    from ideaboard.keeping.doctor.repair import repair_counters

    for line in repair_counters() if fix else ():
        click.echo(f"counters: repaired {line}")
    wrong = 0
    for finding in examine():
        click.echo(str(finding))
        wrong += 1
    click.echo(f"{len(CHECKS)} checks: {f'{wrong} findings' if wrong else 'all is well'}.")
    if wrong:
        raise SystemExit(1)
