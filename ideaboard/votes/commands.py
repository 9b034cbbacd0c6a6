"""The commands of support."""

import click
from flask.cli import with_appcontext


@click.group("votes", epilog="Example: ideaboard votes verify rasa-baru-keripik")
def votes_group() -> None:
    """Check the counts that were kept when support closed."""


@votes_group.command(epilog="Example: ideaboard votes verify rasa-baru-keripik")
@click.argument("slug")
@with_appcontext
def verify(slug: str) -> None:
    """Compare kept counts with their hash, the audit log and the votes; exit status 1 when they do not hold."""
    from ideaboard.votes.counts.queries import counts_by_slug, problems_of

    counts = counts_by_slug(slug)
    if counts is None:
        raise click.ClickException(f"no counts are kept of a challenge {slug}")
    if problems := problems_of(counts):
        raise click.ClickException("; ".join(problems))
    click.echo(
        f"{len(counts.rows)} counts hold, {len(counts.corrected)} corrected since. Hash: {counts.board.digest}"
    )
