"""The base of every model."""

from typing import TYPE_CHECKING

from ideaboard.extensions import Base, db

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model
