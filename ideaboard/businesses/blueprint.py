"""The one blueprint that every handler of businesses attaches to."""

from flask import Blueprint

bp = Blueprint("businesses", __name__)
