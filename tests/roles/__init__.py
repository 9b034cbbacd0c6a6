"""Who may call what: every route and method for every role."""
