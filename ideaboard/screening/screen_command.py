"""`ideaboard screen`: JSON lines in, JSON lines out, one for one and in order, however long the stream is."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import fields
from typing import Any

import click
from flask.cli import ScriptInfo

from ideaboard.screening.context import Context, NearDuplicate
from ideaboard.screening.engine import Engine, Result, shipped
from ideaboard.screening.sentences import LANGUAGES, sentence

_LONGEST_TEXT = 1_000_000  # characters; a line is held in memory
_CONTEXT = {field.name for field in fields(Context)} - {"near_duplicates"}


class BadLine(ValueError):
    """A line that cannot be screened; its text says why."""


@click.command("screen", epilog="""Example: echo '{"text": "halo"}' | ideaboard screen""")
@click.option("--language", type=click.Choice(LANGUAGES), default="id", show_default=True, help="Of the sentences.")
@click.option("--board", is_flag=True, help="With the lists, claims, settings and models of this board.")
@click.pass_context
def screen_command(run: click.Context, language: str, board: bool) -> None:
    """Screen JSON lines on standard input: {"text": "…"}, optionally with "context": {"trust": 0, …}.

    A line that cannot be read is answered with {"error": "…"} and the rest is carried on.
    """
    with _board_engine(run) if board else nullcontext(shipped()) as engine:
        for answer in answers(sys.stdin.buffer, engine, language):
            click.echo(json.dumps(answer, ensure_ascii=False))


def answers(lines: Iterable[bytes], engine: Engine, language: str = "id") -> Iterator[dict[str, Any]]:
    """Give one answer for each line as it comes."""
    for line in lines:
        try:
            text, context = _read(line)
            yield as_data(engine.screen(text, context), language)
        except BadLine as problem:
            yield {"error": str(problem)}


def as_data(result: Result, language: str = "id") -> dict[str, Any]:
    """Return a result as JSON can hold it."""
    data: dict[str, Any] = {
        "verdict": result.verdict,
        "score": result.score,
        "scores": dict(result.scores),
        "signals": [
            {
                "name": signal.name,
                "strength": signal.strength,
                "why": sentence(signal.name, language),
                "spans": [list(span) for span in signal.spans],
            }
            for signal in result.signals
        ],
        "needs_source": result.needs_source,
        "masked": [list(span) for span in result.masked],
    }
    return {**data, "advice": dict(result.advice)} if result.advice else data


def _read(line: bytes) -> tuple[str, Context]:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLine("not UTF-8 text") from None
    except (ValueError, RecursionError):  # also for numbers of thousands of digits
        raise BadLine("not JSON") from None
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise BadLine('no "text" with a string')
    if len(data["text"]) > _LONGEST_TEXT:
        raise BadLine(f"more than {_LONGEST_TEXT} characters")
    return data["text"], _context(data.get("context"))


def _context(data: object) -> Context:
    if data is None:
        return Context()
    if not isinstance(data, dict):
        raise BadLine('"context" is no object')
    if unknown := set(data) - _CONTEXT - {"near_duplicates"}:
        raise BadLine(f"unknown in context: {', '.join(sorted(map(str, unknown)))}")
    known = {name: value for name, value in data.items() if name in _CONTEXT}
    if wrong := sorted(name for name, value in known.items() if not _fits(name, value)):
        raise BadLine(f"of the wrong form in context: {', '.join(wrong)}")
    return Context(**known, near_duplicates=_near(data.get("near_duplicates") or []))


def _fits(name: str, value: object) -> bool:
    """Say whether a value has the type of the field's default; what defaults to None is a number or unknown."""
    default = getattr(Context, name)
    if default is None:
        return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    return type(value) is type(default)


def _near(data: object) -> tuple[NearDuplicate, ...]:
    try:
        return tuple(NearDuplicate(int(post), float(like), bool(own)) for post, like, own in data)  # type: ignore[attr-defined]
    except (TypeError, ValueError, OverflowError):
        raise BadLine('"near_duplicates" is a list of [post, likeness, same author]') from None


@contextmanager
def _board_engine(run: click.Context) -> Iterator[Engine]:
    from ideaboard.screening import service

    with run.ensure_object(ScriptInfo).load_app().app_context():
        yield service.engine()
