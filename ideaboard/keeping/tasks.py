"""The automatic backup, and how old the newest one is."""

import logging
from datetime import timedelta

from flask import Flask, current_app

from ideaboard.data.clock import now
from ideaboard.jobs.queue import periodic
from ideaboard.keeping import folder as names
from ideaboard.web.formats import zone_info
from ideaboard.web.health import add_warning
from ideaboard.web.metrics import number

log = logging.getLogger("ideaboard.keeping")

# Asked every hour, so that a night without power costs some hours and not a day. In the quiet hour it comes early,
# and so settles there whenever the first one was made.
DUE = timedelta(hours=23, minutes=30)
EARLY = timedelta(hours=2)
QUIET_HOUR = 2  # in Jakarta
LATE = timedelta(hours=36)


def init_keeping(app: Flask) -> None:
    """Let /readyz warn of an old backup. It stays ready: a board without its backup still serves people."""
    add_warning(app, "backup", warning)


def warning() -> str:
    """Return "ok", or what is wrong with the automatic backups in a few words."""
    if not _kept()[0]:
        return "ok"
    age = names.age_of_newest(current_app.config["BACKUP_DIR"])
    if age is None:
        return "there is no backup yet"
    return "ok" if age <= LATE else f"the newest backup is {age // timedelta(hours=1)} hours old"


@number("ideaboard_backup_age_seconds", "Age of the newest backup.")
def backup_age_seconds() -> float | None:
    """Return the age of the newest backup; None when there is none."""
    age = names.age_of_newest(current_app.config["BACKUP_DIR"])
    return None if age is None else age.total_seconds()


@periodic("daily-backup", minute="17")
def back_up_daily() -> bool:
    """Make today's backup unless there is one, then delete what need not be kept; say whether one was made."""
    from ideaboard.keeping.backup import make_backup

    days, weeks = _kept()
    folder = current_app.config["BACKUP_DIR"]
    found = names.backups_in(folder, daily_only=True)
    if not days or (found and not _is_due(now() - found[0][0])):
        return False
    made = make_backup(folder / names.new_name(daily=True))
    log.info("backup %s: %s rows, %s bytes", made.path.name, made.manifest.rows, made.size)
    for old in names.surplus(names.backups_in(folder, daily_only=True), days, weeks):
        old.unlink(missing_ok=True)
    return True


def _is_due(age: timedelta) -> bool:
    hour = now().astimezone(zone_info("WIB")).hour
    return age >= DUE or (age >= EARLY and hour == QUIET_HOUR)


def _kept() -> tuple[int, int]:
    days, _, weeks = current_app.config["BACKUP_KEEP"].partition("+")
    return int(days), int(weeks or 0)
