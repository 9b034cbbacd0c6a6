"""Start the app in a process that serves or runs commands."""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def start() -> "Flask":
    """Import and build the app. Raises ConfigError when a setting is wrong.

    Nearly all that is made meanwhile stays, so looking for garbage would only cost a fifth of the time. What stays
    is never looked at again either: its pages remain shared between workers that are forked later.
    """
    gc.disable()
    try:
        from ideaboard.app import create_app

        app = create_app()
    finally:
        gc.enable()
    gc.collect()
    gc.freeze()
    return app
