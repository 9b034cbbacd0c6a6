"""Once a day the newest hash of the log is published, so that a cut end is noticed too."""
