"""The `ideaboard` command: thin, calls services."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup

from ideaboard.config import ConfigError
from ideaboard.screening.commands import screening_group
from ideaboard.screening.screen_command import screen_command


def _create_app() -> Flask:
    from ideaboard.app import create_app

    try:
        return create_app()
    except ConfigError as error:
        raise SystemExit(f"ideaboard: {error}") from None


class _Commands(FlaskGroup):
    """The commands; what the database refuses becomes one line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.params = []  # Flask's --app, --env-file and --debug would start another app than ours.

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


main.add_command(screening_group)
main.add_command(screen_command)


def init_cli(app: Flask) -> None:
    """Offer the same commands under `flask --app wsgi`."""
    for command in main.commands.values():
        app.cli.add_command(command)


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


@main.command(epilog="Example: echo '**Halo**' | ideaboard render")
def render() -> None:
    """Turn Markdown on standard input into the safe HTML that would be stored."""
    from ideaboard.web.markup import render_markdown

    try:
        source = sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        raise click.ClickException("standard input is not UTF-8 text") from None
    click.echo(render_markdown(source))


@main.group(epilog="Example: ideaboard audit verify")
def audit() -> None:
    """Check the hash chain of the audit log."""


@audit.command(epilog="Example: ideaboard audit verify")
def verify() -> None:
    """Walk the chain; exit status 1 and the first broken row when it does not hold."""
    from ideaboard.audit.service import verify as verify_chain

    found = verify_chain()
    if found.broken_id is not None:
        raise click.ClickException(f"row {found.broken_id} does not hold; {found.rows} rows before it do")
    click.echo(f"{found.rows} rows hold. Head: {found.head}")


@audit.command(epilog="Example: ideaboard audit head")
def head() -> None:
    """Print the hash of the newest row."""
    from ideaboard.audit.service import head as head_hash

    click.echo(head_hash())


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
