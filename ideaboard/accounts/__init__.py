"""People: sign-up, sign-in, sessions, roles, their own settings."""
