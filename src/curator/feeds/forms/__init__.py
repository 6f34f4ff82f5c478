"""A page becomes drafts, whatever form of feed it has."""
