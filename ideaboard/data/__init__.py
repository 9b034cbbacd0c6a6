"""Database: engine, base model, transactions, clock, paging by key."""
