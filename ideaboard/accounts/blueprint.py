"""The one blueprint that every handler of accounts attaches to."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
