"""A resource gets topics, track and level, each with its evidence."""
