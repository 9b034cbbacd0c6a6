"""The commands `ideaboard screening …`: teach and measure the learned part, look after claims and lists."""

import click


@click.group("screening", epilog="Example: ideaboard screening evaluate comments.csv --kind gambling")
def screening_group() -> None:
    """Teach and measure what screening learns; look after known claims and lists."""
