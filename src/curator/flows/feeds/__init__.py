"""Sources are managed and read."""
