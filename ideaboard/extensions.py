"""Flask extensions, unbound; app.py binds them."""

from typing import Any

from flask import g
from flask_babel import Babel
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Base of every model; constraints get predictable names so that migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class RoutedSession(Session):
    """Reads where this request may read (data/engine.py), writes always to the primary."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **options: Any) -> Any:
        """Choose the engine of a statement."""
        if bind is None and "read_engine" in g and not self.info.get("writing"):
            return g.read_engine
        return super().get_bind(mapper, clause, bind, **options)


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": RoutedSession, "expire_on_commit": False, "autoflush": True},
)
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
htmx = HTMX()
