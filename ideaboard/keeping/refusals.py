"""What backup, restore and move refuse to do."""


class Refused(Exception):
    """It cannot be done and nothing was changed; the message says why and what to do, in one English line."""
