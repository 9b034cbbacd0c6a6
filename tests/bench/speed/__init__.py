"""The speed of a whole server against the limit of its stack: `make bench`."""
