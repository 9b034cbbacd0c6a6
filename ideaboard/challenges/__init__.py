"""A challenge: brief, criteria, prizes, schedule, promise, stage."""
