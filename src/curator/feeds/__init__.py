"""A URL becomes entries: fetch, guard, parse, decide, refresh."""
