"""The `ideaboard` command: thin, calls services."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup

from ideaboard.config import ConfigError, flask_config, load_env_file, read_settings

# Commands of other modules, each imported only when it is run or listed: `serve` needs none of them.
ELSEWHERE = {
    "audit": "ideaboard.audit.commands:audit_group",
    "backup": "ideaboard.keeping.commands:backup_command",
    "breach": "ideaboard.accounts.breach.commands:breach_group",
    "db": "flask_migrate.cli:db",
    "doctor": "ideaboard.keeping.commands:doctor_command",
    "erase-person": "ideaboard.accounts.privacy.commands:erase_person",
    "export-person": "ideaboard.accounts.privacy.commands:export_person",
    "move": "ideaboard.keeping.commands:move_command",
    "restore": "ideaboard.keeping.commands:restore_command",
    "screen": "ideaboard.screening.screen_command:screen_command",
    "screening": "ideaboard.screening.commands:screening_group",
    "two-step": "ideaboard.accounts.two_step.commands:two_step_group",
    "votes": "ideaboard.votes.commands:votes_group",
}


@contextmanager
def _settings_that_hold() -> Iterator[None]:
    """Turn a setting that is wrong into one line and status 1."""
    try:
        yield
    except ConfigError as error:
        raise SystemExit(f"ideaboard: {error}") from None


def _create_app() -> Flask:
    from ideaboard.starting import start

    with _settings_that_hold():
        app = start()
    app.config["ROLE"] = "command"
    return app


class _Commands(FlaskGroup):
    """The commands; what the database refuses becomes one line.

    Flask's group would build the whole app and load every extension's commands before it looks one up.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.params = []  # Flask's --app, --env-file and --debug would start another app than ours.

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of our commands and of `db`, no extension's."""
        return sorted({*self.commands, *ELSEWHERE})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the command when it lives elsewhere; its own context starts the app."""
        if name not in ELSEWHERE:
            return self.commands.get(name)
        module, _, attribute = ELSEWHERE[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the help, unless a setting is wrong: that is said first."""
        from ideaboard.media.storage import storage_from_url

        with _settings_that_hold():
            load_env_file()
            storage_from_url(flask_config(read_settings(os.environ))["MEDIA_URL"])
        super().format_help(ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        from sqlalchemy.exc import DBAPIError

        try:
            return super().invoke(ctx)
        except DBAPIError as error:
            first_line = str(error.orig).partition("\n")[0]
            raise click.ClickException(f"the database said: {first_line}. See `ideaboard db upgrade`.") from None


@click.group(
    cls=_Commands,
    create_app=_create_app,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    help="ideaboard: businesses ask, people bring ideas.\n\nExample: ideaboard serve --demo",
)
def main() -> None:
    """Entry point of the command."""


def init_cli(app: Flask) -> None:
    """Offer the same commands under `flask --app wsgi`."""
    app.cli = main


@main.command(epilog="Example: ideaboard serve --port 8000 --demo")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--demo", is_flag=True, help="Load demo content into an empty database and print its logins.")
def serve(host: str, port: int, demo: bool) -> None:
    """Upgrade the SQLite database, then run the embedded server and the job worker."""
    from ideaboard.server import prepare_database, run

    prepare_database()
    if demo:
        _load_demo(again_is_fine=True)
    run(current_app._get_current_object(), host, port)  # type: ignore[attr-defined]


@main.command(epilog="Example: ideaboard worker")
def worker() -> None:
    """Run a job worker of its own (set IDEABOARD_JOBS=worker for the servers beside it)."""
    from ideaboard.server import require_current_database, run_worker

    require_current_database()
    run_worker(current_app._get_current_object())  # type: ignore[attr-defined]


@main.command("demo", epilog="Example: ideaboard demo")
def demo_command() -> None:
    """Load demo content into an empty database and print its logins."""
    from ideaboard.server import prepare_database

    prepare_database()
    _load_demo()


def _load_demo(*, again_is_fine: bool = False) -> None:
    from ideaboard.demo.loader import DemoRefused, NotEmpty, load_demo

    try:
        load_demo(say=click.echo)
    except DemoRefused as refusal:
        if not (again_is_fine and isinstance(refusal, NotEmpty)):
            raise click.ClickException(str(refusal)) from None
        click.echo("The database is not empty, so no demo content was loaded.")


@main.command("create-admin", epilog="Example: ideaboard create-admin rina@contoh.example")
@click.argument("email")
def create_admin(email: str) -> None:
    """Create an admin, or make an existing account admin: the only way to a first one.

    Asks for the password of a new account, or reads it from standard input.
    """
    from ideaboard.accounts.first_admin import create_admin as make_admin
    from ideaboard.server import prepare_database

    prepare_database()
    with _refusals():
        outcome = make_admin(email, _ask_password)
    told = {"created": "Admin created: ", "promoted": "Now an admin: ", "unchanged": "Already an admin: "}
    click.echo(told[outcome] + email)


@main.command(epilog="Example: ideaboard role rina@contoh.example add moderator")
@click.argument("email")
@click.argument("action", type=click.Choice(["add", "remove"]))
@click.argument("role", type=click.Choice(["moderator", "admin"]))
def role(email: str, action: str, role: str) -> None:
    """Give a person a role or take it away; they are signed out, and it is written to the audit log."""
    from ideaboard.accounts.queries import person_by_email
    from ideaboard.accounts.roles import set_role

    person = person_by_email(email)
    if person is None:
        raise click.ClickException(f"no account has the address {email}")
    with _refusals():
        changed = set_role(person.id, role, action == "add", actor_id=None)
    now_is = f"{'is' if action == 'add' else 'is not'} {role}"
    click.echo(f"{email} {now_is}{' now' if changed else ' already; nothing changed'}.")


def _ask_password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    try:
        return sys.stdin.buffer.readline().decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise click.ClickException("the password on standard input is not UTF-8 text") from None


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what a service refuses into one English line."""
    from flask_babel import force_locale

    from ideaboard.web.problems import Problem

    try:
        with force_locale("en"):
            yield
    except Problem as problem:
        with force_locale("en"):
            raise click.ClickException(str(problem.message)) from None


_many = click.IntRange(min=0)


@main.command(epilog="Example: ideaboard seed --challenges 20 --ideas 10000 --votes 50000 --comments 30000")
@click.option("--challenges", default=0, type=_many, help="How many challenges, each with a business.")
@click.option("--ideas", default=0, type=_many, help="How many ideas in all.")
@click.option("--votes", default=0, type=_many, help="How many votes in all.")
@click.option("--comments", default=0, type=_many, help="How many comments and replies in all.")
@click.option("--random-state", "state", default=0, help="The same state gives the same rows on the same day.")
def seed(challenges: int, ideas: int, votes: int, comments: int, state: int) -> None:
    """Add load-test data, fast."""
    from ideaboard.seed.loader import SeedRefused, make_plan
    from ideaboard.seed.loader import seed as add_rows
    from ideaboard.server import prepare_database

    prepare_database()
    try:
        plan = make_plan(challenges, ideas, votes, state, comments=comments)
    except SeedRefused as refusal:
        raise click.UsageError(str(refusal)) from None
    with click.progressbar(length=plan.rows, label="Rows", file=sys.stderr) as bar:
        add_rows(plan, bar.update)
    made = f"{challenges} challenges, {ideas} ideas, {votes} votes, {comments} comments"
    click.echo(f"{made} by {plan.people} people.")


@main.command("mail-test", epilog="Example: ideaboard mail-test rina@contoh.example")
@click.argument("email")
def mail_test(email: str) -> None:
    """Send one mail and say what the server answered."""
    from ideaboard.jobs.mail import build, deliver

    _check_email(email)
    try:
        answer = deliver(build(email, "ideaboard", "This is a test mail from ideaboard."))
    except Exception as error:
        raise click.ClickException(f"the mail was not taken: {type(error).__name__}: {error}") from None
    click.echo(f"Mail to {email}: {answer}")


@main.command(with_appcontext=False, epilog="Example: ideaboard sbom > sbom.json")
def sbom() -> None:
    """Print what this installation is made of (CycloneDX 1.6, JSON)."""
    import json

    from ideaboard.sbom import bill_of_materials

    click.echo(json.dumps(bill_of_materials(), indent=2))


@main.command(epilog="Example: echo '**Halo**' | ideaboard render")
def render() -> None:
    """Turn Markdown on standard input into the safe HTML that would be stored."""
    from ideaboard.web.markup import render_markdown

    try:
        source = sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        raise click.ClickException("standard input is not UTF-8 text") from None
    click.echo(render_markdown(source))


@main.group(epilog="Example: ideaboard search rebuild")
def search() -> None:
    """Look after the search index."""


@search.command(epilog="Example: ideaboard search rebuild")
def rebuild() -> None:
    """Write the search index anew; the database keeps it, so this is for after a repair by hand."""
    from ideaboard.data.search_index import rebuild_index
    from ideaboard.data.transaction import transaction

    with transaction():
        count = rebuild_index()
    click.echo(f"{count} entries.")


def _check_email(email: str) -> None:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError as error:
        raise click.BadParameter(str(error), param_hint="EMAIL") from None
