"""A statement compiled once for one kind of database, and how its values go in."""

from typing import Any

from sqlalchemy.engine import Dialect


class Bound:
    """The SQL, and what turns the values of its parameters into the driver's."""

    def __init__(self, statement: Any, dialect: Dialect, **how: Any) -> None:
        compiled: Any = statement.compile(dialect=dialect, **how)
        self.sql = str(compiled)
        self._fixed = dict(compiled.params)
        self._order = compiled.positiontup
        # By the names that the statement says: those of values without a name of their own are made last.
        kinds = {name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()}
        into = {name: kind.bind_processor(dialect) for name, kind in kinds.items()}
        self._into = {name: process for name, process in into.items() if process is not None}

    def parameters(self, values: dict[str, Any]) -> Any:
        """Return the values as the driver takes them."""
        named = {**self._fixed, **values}
        for name, process in self._into.items():
            named[name] = process(named[name])
        return named if self._order is None else [named[name] for name in self._order]
