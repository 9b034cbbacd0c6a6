"""How templates import macros from each other."""

from typing import Any

from flask import Flask
from jinja2 import Template


class SharedGlobals(Template):
    """A template whose macros are made once.

    Jinja looks at every import whether the importing template was loaded with names of its own. None of ours is,
    and the look costs more than most macros do.
    """

    def _get_default_module(self, ctx: Any = None) -> Any:
        return super()._get_default_module()


def init_templating(app: Flask) -> None:
    """Use it for every template of this app."""
    app.jinja_env.template_class = SharedGlobals
