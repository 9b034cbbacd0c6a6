"""What people are told: rows behind the bell, made through the outbox, and the few mails that go at once."""
