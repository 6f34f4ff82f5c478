"""Curator: reads feeds, chooses a balanced week, and mails it."""

__version__ = "0.1.0"
