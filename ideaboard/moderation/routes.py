"""Handlers of moderation, gathered."""

from ideaboard.moderation.appeals import routes as appeal_routes
from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.desk import (
    case_routes,
    decision_routes,
    history_routes,
    offering,
    queue_routes,
    ruling_routes,
)
from ideaboard.moderation.labels import routes as label_routes
from ideaboard.moderation.numbers import routes as number_routes
from ideaboard.moderation.orders import routes as order_routes
from ideaboard.moderation.reports import routes as report_routes

__all__ = [
    "appeal_routes",
    "bp",
    "case_routes",
    "decision_routes",
    "history_routes",
    "label_routes",
    "number_routes",
    "offering",
    "order_routes",
    "queue_routes",
    "report_routes",
    "ruling_routes",
]
