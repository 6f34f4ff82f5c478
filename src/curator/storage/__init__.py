"""The only room that knows SQL: one file per noun over SQLite or PostgreSQL."""
