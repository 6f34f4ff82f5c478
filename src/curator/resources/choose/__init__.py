"""Votes and rules, one file per field: from candidates to the value that is kept."""
