"""The admin's rooms: people and roles."""
