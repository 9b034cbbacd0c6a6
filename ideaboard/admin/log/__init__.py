"""The admins' view of the audit log."""
