"""The commands `ideaboard screening …`: teach and measure the learned part, look after claims and lists."""

import click

from ideaboard.screening.learning.commands import evaluate, reset, train
from ideaboard.screening.list_commands import claims_group, lists_group


@click.group("screening", epilog="Example: ideaboard screening evaluate comments.csv --kind gambling")
def screening_group() -> None:
    """Teach and measure what screening learns; look after known claims and lists."""


for _command in (train, evaluate, reset):
    screening_group.add_command(_command)


screening_group.add_command(claims_group)
screening_group.add_command(lists_group)
