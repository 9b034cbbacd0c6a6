"""The commands for the second step of signing in: `ideaboard two-step …`."""

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from ideaboard.accounts.queries import person_by_email
from ideaboard.accounts.two_step.queries import codes_left, two_step_of
from ideaboard.accounts.two_step.service import REASONS, take_away

two_step_group = AppGroup(
    "two-step",
    help="Look after two-step sign-in.",
    epilog="Example: ideaboard two-step reset rina@contoh.example --reason lost",
)


@two_step_group.command(epilog="Example: ideaboard two-step show rina@contoh.example")
@click.argument("email")
def show(email: str) -> None:
    """Say whether a person signs in in two steps."""
    own = two_step_of(_person_id(email))
    if own is None or own.confirmed_at is None:
        click.echo(f"{email} signs in in one step.")
        return
    left = codes_left(own.user_id)
    click.echo(f"{email} signs in in two steps since {own.confirmed_at:%Y-%m-%d}; recovery codes left: {left}.")


@two_step_group.command(epilog="Example: ideaboard two-step reset rina@contoh.example --reason lost")
@click.argument("email")
@click.option("--reason", type=click.Choice(list(REASONS)), required=True, help="Why; it is written to the log.")
def reset(email: str, reason: str) -> None:
    """Take it away from a person who lost the phone; they are signed out and told by mail.

    Make sure first that it is them who ask: by phone, or in person.
    """
    with force_locale("en"):
        taken = take_away(_person_id(email), reason, actor_id=None)
    if not taken:
        raise click.ClickException(f"{email} signs in in one step already")
    click.echo(f"{email} signs in in one step now, and was told by mail.")


def _person_id(email: str) -> int:
    person = person_by_email(email)
    if person is None:
        raise click.ClickException(f"no account has the address {email}")
    return person.id
