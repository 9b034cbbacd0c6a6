"""The public numbers as one table: what is counted, of what, in which month, how many."""

import csv
import io
from collections.abc import Iterator, Sequence

from ideaboard.moderation.numbers.queries import Numbers
from ideaboard.moderation.numbers.rates import Rate, Times

COLUMNS = ("measure", "of", "detail", "value", "n")
Row = tuple[str, str, str, object, object]


def as_csv(found: Numbers) -> str:
    """Write all numbers. Names stay English: programs read them, whatever the reader's language."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    decided = (_months(found), _decided(found), _times(found), _appeals(found), _rates(found))
    for part in (*decided, _orders(found), _heads(found)):
        table.writerows(part)
    return written.getvalue()


def _months(found: Numbers) -> Iterator[Row]:
    counts: Sequence[tuple[str, list[int]]] = (
        ("cases_opened", found.volume.opened),
        ("reports_made", found.volume.reported),
    )
    for name, numbers in counts:
        for month, count in zip(found.months, numbers, strict=True):
            yield name, f"{month.day:%Y-%m}", "", count, count
    yield "cases_open_now", "", "", found.volume.waiting, found.volume.waiting


def _decided(found: Numbers) -> Iterator[Row]:
    for topic, actions in found.decided.by_topic.items():
        for action, count in actions.most_common():
            yield "decisions", topic, action, count, actions.total()
    yield "decisions_without_second_person", "", "", found.alone, found.decided.count + sum(_ended(found))


def _times(found: Numbers) -> Iterator[Row]:
    yield from _time("all", found.decided.times)
    for topic, times in found.decided.times_by_topic.items():
        yield from _time(topic, times)
    for month, times in zip(found.months, found.decided.times_by_month, strict=True):
        yield from _time(f"{month.day:%Y-%m}", times)


def _time(name: str, times: Times) -> Iterator[Row]:
    for detail, value in (("median", times.median), ("90%", times.most)):
        yield "seconds_to_decision", name, detail, "" if value is None else round(value), times.count


def _appeals(found: Numbers) -> Iterator[Row]:
    for outcome, count in found.appeals.by_outcome.items():
        yield "appeals", outcome or "open", "", count, found.appeals.made


def _rates(found: Numbers) -> Iterator[Row]:
    rates: dict[str, dict[str, Rate]] = {
        "signal_precision": found.signals,
        "report_precision": found.reports,
        "blind_agreement": {row.reason or "keep": Rate(row.agreed, row.asked) for row in found.agreement},
    }
    for measure, parts in rates.items():
        for name, rate in parts.items():
            yield measure, name, "", rate.hits, rate.of


def _orders(found: Numbers) -> Iterator[Row]:
    orders = found.orders
    details = {"in_time": orders.in_time, "in_force": orders.in_force, "lifted": orders.lifted}
    for detail, count in {"": orders.received, **details, "objected": orders.objected}.items():
        yield "legal_orders", "", detail, count, orders.received


def _heads(found: Numbers) -> Iterator[Row]:
    for head in found.heads:
        yield "log_head", head.day.isoformat(), head.hash, head.entries, head.entries


def _ended(found: Numbers) -> Iterator[int]:
    yield from (count for outcome, count in found.appeals.by_outcome.items() if outcome not in ("", "moot"))
