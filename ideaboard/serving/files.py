"""How many files this process may have open, and how many of them connections of readers may take."""

import logging

log = logging.getLogger("ideaboard.server")

ENOUGH = 4096
MOST_CONNECTIONS = 1000
# For databases, pictures, mail and logs: each thread has its own connection to three files and their journals.
OWN = 52
FEWEST_CONNECTIONS = 8


def most_connections() -> int:
    """Allow this process as many files as it may have; return how many connections that leaves room for."""
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return MOST_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(ENOUGH, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    room = MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, soft - OWN)
    if room < 100:
        room = max(room, FEWEST_CONNECTIONS)
        log.warning("only %d files may be open: at most %d connections at a time", soft, room)
    return room
