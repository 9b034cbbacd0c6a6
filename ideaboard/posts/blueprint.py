"""The one blueprint that every handler of posts attaches to."""

from flask import Blueprint

bp = Blueprint("posts", __name__)
