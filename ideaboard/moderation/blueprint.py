"""The one blueprint of the moderators' pages."""

from flask import Blueprint

bp = Blueprint("moderation", __name__)
