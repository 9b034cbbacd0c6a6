"""The charts of the pages of numbers."""

from flask_babel import gettext as _

from ideaboard.moderation.numbers.queries import Numbers
from ideaboard.moderation.numbers.rates import Rate
from ideaboard.moderation.numbers.wording import month_name, reason_name, share, signal_name, span, topic_name
from ideaboard.web.charts import Chart, Value, columns, line, rows
from ideaboard.web.formats import number

WHOLE = 100  # per cent


def charts_of(found: Numbers) -> dict[str, Chart]:
    """Return every chart by its name in the template."""
    topics = found.decided.by_topic.items()
    return {
        "volume": _by_month(found, found.volume.opened),
        "reported": _by_month(found, found.volume.reported),
        "times": line(_times(found)),
        "topics": rows([Value(topic_name(name), many.total(), number(many.total())) for name, many in topics]),
        "signals": _rates({signal_name(name): rate for name, rate in found.signals.items() if "." not in name}),
        "reports": _rates({reason_name(name): rate for name, rate in found.reports.items()}),
        "agreement": _rates({reason_name(row.reason): Rate(row.agreed, row.asked) for row in found.agreement}),
    }


def _by_month(found: Numbers, counts: list[int]) -> Chart:
    pairs = zip(found.months, counts, strict=True)
    return columns([Value(month_name(month, "MMM"), count, number(count)) for month, count in pairs])


def _times(found: Numbers) -> list[Value]:
    pairs = zip(found.months, found.decided.times_by_month, strict=True)
    return [Value(month_name(month, "MMM"), times.median, _in_hours(times.median)) for month, times in pairs]


def _in_hours(seconds: float | None) -> str:
    return span(seconds) if seconds is not None else _("none")


def _rates(rates: dict[str, Rate]) -> Chart:
    return rows([Value(name, rate.percent or 0, share(rate)) for name, rate in rates.items()], WHOLE)
