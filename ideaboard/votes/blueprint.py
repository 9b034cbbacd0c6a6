"""The one blueprint that every handler of support attaches to."""

from flask import Blueprint

bp = Blueprint("votes", __name__)
