"""Keep the board's content: backup, restore, moving to PostgreSQL, the doctor."""
