"""Rules of addresses that are quick to register."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class QuickRule(Rule):
    """A rule that compiles its two ways to write an address when one is first written.

    Werkzeug compiles both at once for each rule, which with our many addresses is a tenth of a start.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        name = "_build_unknown" if append_unknown else "_build"

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            compiled = super(QuickRule, self)._compile_builder(append_unknown).__get__(rule, None)
            setattr(rule, name, compiled)
            return compiled(**values)  # type: ignore[no-any-return]

        return build
