"""The one blueprint that every handler of challenges attaches to."""

from flask import Blueprint

bp = Blueprint("challenges", __name__)
