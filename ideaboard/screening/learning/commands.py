"""The commands that teach, measure and empty the models: `ideaboard screening train`, `evaluate`, `reset`."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from flask.cli import with_appcontext

from ideaboard.screening.learning.kinds import LEARNED_KINDS

if TYPE_CHECKING:
    from ideaboard.screening.learning.classifier import Classifier
    from ideaboard.screening.learning.weights import Example

Command = TypeVar("Command", bound=Callable[..., Any])
_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_KIND = click.Choice(LEARNED_KINDS)


def _files(command: Command) -> Command:
    """Add the options that say which texts are meant."""
    for option in (
        click.option(
            "--ordinary",
            type=_FILE,
            multiple=True,
            help="Another file whose texts are all ordinary talk; repeatable.",
        ),
        click.option(
            "--label", default="label", show_default=True, help="Column of the label: 1 of the kind, 0 not."
        ),
        click.option("--text", default="text", show_default=True, help="Column of the text."),
        click.option("--kind", type=_KIND, required=True, help="What the texts are examples of."),
        click.argument("file", type=_FILE),
    ):
        command = option(command)
    return command


@click.command(epilog="Example: ideaboard screening train comments.csv --kind gambling --ordinary reviews.csv")
@_files
@with_appcontext
def train(file: Path, kind: str, text: str, label: str, ordinary: tuple[Path, ...]) -> None:
    """Teach the model of one kind the texts of a CSV file, on top of what it has learned."""
    from ideaboard.screening.learning.rebuilding import steps_of
    from ideaboard.screening.learning.rebuilding import train as teach
    from ideaboard.screening.learning.store import models

    models()  # A database that is not ready says so before the work and not after it.
    examples = _read(file, ordinary, text, label)
    with _progress(steps_of(examples), "Learning") as seen:
        built = teach(kind, examples, seen)
    click.echo(f"Learned {kind} from {built.kind_count} texts of the kind and {built.kept_count} others.")
    click.echo("It acts now." if not built.in_shadow else "It only advises until it has seen more of both.")


@click.command(epilog="Example: ideaboard screening evaluate comments.csv --kind gambling --ordinary reviews.csv")
@_files
@with_appcontext
def evaluate(file: Path, kind: str, text: str, label: str, ordinary: tuple[Path, ...]) -> None:
    """Measure on a CSV file how well a model learns it (five folds) and how well the board's own model knows it.

    Prints JSON: AUC, recall at 0.1, 0.5 and 1 % false alarms, precision, F1.
    """
    from ideaboard.screening.learning.evaluation import FOLDS, Measured, held_out, report
    from ideaboard.screening.learning.weights import PASSES

    examples = _read(file, ordinary, text, label)
    model = _boards_model(kind)
    own = [Measured(model.weights.margin(one.features), one.is_kind) for one in examples] if model else []
    folds: list[Measured] = []
    with _progress(PASSES * len(examples) * (FOLDS - 1), "Measuring") as seen:
        for place, margin in held_out(examples, seen=seen):
            folds.append(Measured(margin, examples[place].is_kind))
    told = {"kind": kind, "five_folds": report(folds), "board": report(own) if own else None}
    click.echo(json.dumps(told, indent=2))


@click.command(epilog="Example: ideaboard screening reset --kind gambling")
@click.option("--kind", type=_KIND, help="Only this kind; without it, all of them.")
@with_appcontext
def reset(kind: str | None) -> None:
    """Forget what was learned, from files and from decisions. The rules stay."""
    from ideaboard.screening.learning.rebuilding import reset as forget

    for one in (kind,) if kind else LEARNED_KINDS:
        click.echo(f"{one}: {'forgotten' if forget(one) else 'nothing was learned'}.")


def _read(file: Path, ordinary: tuple[Path, ...], text: str, label: str) -> "list[Example]":
    from ideaboard.screening.learning.reading import BadFile, read_examples

    size = sum(path.stat().st_size for path in (file, *ordinary))
    try:
        with _progress(size // 100 or 1, "Reading") as seen:  # lines are counted as 100 bytes: nearly right
            return read_examples(file, ordinary, text=text, label=label, seen=seen)
    except BadFile as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _progress(length: int, label: str) -> Iterator[Callable[[int], None]]:
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


def _boards_model(kind: str) -> "Classifier | None":
    """Return the model of the board; None when there is none, or no database either: measuring needs neither."""
    from sqlalchemy.exc import DBAPIError

    from ideaboard.screening.learning.store import model_for

    try:
        return model_for(kind)
    except DBAPIError:
        return None
