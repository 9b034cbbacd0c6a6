"""The one blueprint that every handler of ideas attaches to."""

from flask import Blueprint

bp = Blueprint("ideas", __name__)
