"""Support: the open and the fair rule, the ballot."""
