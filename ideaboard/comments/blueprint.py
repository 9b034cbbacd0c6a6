"""The one blueprint that every handler of comments attaches to."""

from flask import Blueprint

bp = Blueprint("comments", __name__)
