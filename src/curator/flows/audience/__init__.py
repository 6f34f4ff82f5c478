"""Readers come, choose, are looked after, and go."""
