"""The background queue, the outbox and mail."""
