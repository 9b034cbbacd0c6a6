"""What /metrics says of backups."""

from ideaboard.keeping.tasks import backup_age_seconds
from ideaboard.web.metrics import number

number("ideaboard_backup_age_seconds", "Age of the newest backup; absent when there is none.")(backup_age_seconds)
