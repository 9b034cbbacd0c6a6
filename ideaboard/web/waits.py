"""How long somebody has to wait, in words."""

import math
from datetime import timedelta

from flask_babel import ngettext


def try_again(wait: timedelta) -> str:
    """Say when to try again, as a sentence."""
    seconds = max(1, math.ceil(wait.total_seconds()))
    minutes, hours = math.ceil(seconds / 60), math.ceil(seconds / 3600)
    if seconds < 100:
        return ngettext("Try again in %(num)s second.", "Try again in %(num)s seconds.", seconds)
    if minutes < 100:
        return ngettext("Try again in %(num)s minute.", "Try again in %(num)s minutes.", minutes)
    if hours < 48:
        return ngettext("Try again in %(num)s hour.", "Try again in %(num)s hours.", hours)
    return ngettext("Try again in %(num)s day.", "Try again in %(num)s days.", math.ceil(hours / 24))
